import { stringify } from 'yaml';
import {
  listObservationRules,
  listPermissionRules,
  type DeploymentMode,
  type PermissionRule,
} from './permissionRules';

/** Who gets the role, and where. */
export interface RoleOptions extends DeploymentMode {
  namespace: string;
  /** `observe`: only to read what runs. */
  purpose: 'deploy' | 'observe';
  /** Default: `slipway` in the namespace `slipway`. */
  serviceAccount?: { name: string; namespace: string };
}

/** Writes the role with exactly what the target needs in a namespace, and its binding, as YAML for `kubectl apply`. */
export function renderRole({
  namespace,
  purpose,
  serviceAccount = { name: 'slipway', namespace: 'slipway' },
  ...mode
}: RoleOptions): string {
  // The other kinds can only be observed. Each role has a name of its own, so that none replaces another.
  const canDeploy = mode.kind === 'Deployment' && purpose === 'deploy';
  const slots = mode.route ? 'slots-route' : 'slots';
  const hasSlots = mode.mode === 'slots';
  const name = canDeploy
    ? `slipway-${hasSlots ? `${slots}-` : ''}deployer`
    : `slipway-${hasSlots ? slots : mode.kind.toLowerCase()}-observer`;
  const rules = canDeploy
    ? listPermissionRules(mode)
    : listObservationRules(mode);
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: rules.map(toRule),
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Role',
      name,
    },
    subjects: [{ kind: 'ServiceAccount', ...serviceAccount }],
  };
  return [role, binding].map(document => stringify(document)).join('---\n');
}

/** Writes rules as the lines of a role. */
export function renderRules(rules: readonly PermissionRule[]): string {
  return stringify({ rules: rules.map(toRule) });
}

function toRule({ apiGroup, resource, verbs }: PermissionRule) {
  return { apiGroups: [apiGroup], resources: [resource], verbs };
}
