import type {
  CreateDeploymentRequest,
  DeploymentKind,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import type { DialogLink } from '../../routes/usePaths';
import { takesVersion } from '../../shared/versions/takesVersion';

const KINDS: readonly string[] = [
  'deploy',
  'rollback',
  'restart',
  'remove',
] satisfies DeploymentKind[];

/** The deployment kind in a link; an unknown kind becomes `deploy`. */
export function parseKind(link: DialogLink): DeploymentKind {
  return link.kind && KINDS.includes(link.kind)
    ? (link.kind as DeploymentKind)
    : 'deploy';
}

/** The choices in the dialog. */
export interface Choices {
  environment: string;
  kind: DeploymentKind;
  versionId?: string;
  /** For a rollback the server proposes a version if none is chosen. */
  isProposed?: boolean;
  reason: string;
  hotfix: boolean;
  inputs?: Record<string, unknown>;
  /** The earliest start, as an ISO time. */
  notBefore?: string;
}

/** Whether the choices are complete enough for a plan. */
export function isPlannable(choices: Choices): boolean {
  return (
    choices.environment !== '' &&
    (!takesVersion(choices.kind) ||
      choices.versionId !== undefined ||
      (choices.kind === 'rollback' && choices.isProposed === true))
  );
}

/**
 * Builds the request for a plan or a deployment. A plan's request has no reason, because it would not change the plan.
 */
export function buildDeployRequest(
  overview: ServiceOverview,
  choices: Choices,
  purpose: 'plan' | 'create',
): CreateDeploymentRequest {
  const { environment, kind, versionId, hotfix, inputs, notBefore } = choices;
  const reason = choices.reason.trim();
  return {
    service: overview.service.entityRef,
    environment,
    kind,
    ...(takesVersion(kind) && versionId ? { versionId } : {}),
    ...(hotfix && kind === 'deploy' ? { hotfix } : {}),
    ...(inputs && Object.keys(inputs).length ? { inputs } : {}),
    ...(notBefore ? { notBefore } : {}),
    ...(purpose === 'create' && reason ? { reason } : {}),
  };
}
