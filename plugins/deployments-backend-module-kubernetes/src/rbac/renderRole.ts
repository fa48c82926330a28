import { stringify } from 'yaml';
import type { WorkloadSettings } from '../config/workloadSettings';
import { listPermissionRules, type PermissionRule } from './permissionRules';

/** Who gets the role, and where. */
export interface RoleOptions {
  namespace: string;
  kind: WorkloadSettings['kind'];
  /** Default: `slipway` in the namespace `slipway`. */
  serviceAccount?: { name: string; namespace: string };
}

const ROLE = 'slipway-deployer';

/** Writes the role with exactly what the target needs in a namespace, and its binding, as YAML for `kubectl apply`. */
export function renderRole({
  namespace,
  kind,
  serviceAccount = { name: 'slipway', namespace: 'slipway' },
}: RoleOptions): string {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: ROLE, namespace },
    rules: listPermissionRules(kind).map(toRule),
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: ROLE, namespace },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Role',
      name: ROLE,
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
