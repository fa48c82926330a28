import type {
  CreateDeploymentRequest,
  DeploymentKind,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import type { DialogLink } from '../../routes/usePaths';

const KINDS: readonly string[] = [
  'deploy',
  'rollback',
  'restart',
  'remove',
] satisfies DeploymentKind[];

/** The kind that a link asks for; a link that asks for something unknown is one to deploy. */
export function kindOf(link: DialogLink): DeploymentKind {
  return link.kind && KINDS.includes(link.kind)
    ? (link.kind as DeploymentKind)
    : 'deploy';
}

/** What the reader chose in the dialog. */
export interface Choices {
  environment: string;
  kind: DeploymentKind;
  versionId?: string;
  /** The server proposes a version where none is chosen, for a rollback. */
  isProposed?: boolean;
  reason: string;
  hotfix: boolean;
  inputs?: Record<string, unknown>;
}

/** Whether so much is chosen that there is a plan. */
export function isPlannable(choices: Choices): boolean {
  return (
    choices.environment !== '' &&
    (!takesVersion(choices.kind) ||
      choices.versionId !== undefined ||
      (choices.kind === 'rollback' && choices.isProposed === true))
  );
}

function takesVersion(kind: DeploymentKind): boolean {
  return kind === 'deploy' || kind === 'rollback';
}

/** What is asked of the server. The reason changes no plan and is left out of one's request. */
export function requestOf(
  overview: ServiceOverview,
  choices: Choices,
  purpose: 'plan' | 'create',
): CreateDeploymentRequest {
  const { environment, kind, versionId, hotfix, inputs } = choices;
  const reason = choices.reason.trim();
  return {
    service: overview.service.entityRef,
    environment,
    kind,
    ...(takesVersion(kind) && versionId ? { versionId } : {}),
    ...(hotfix && kind === 'deploy' ? { hotfix } : {}),
    ...(inputs && Object.keys(inputs).length ? { inputs } : {}),
    ...(purpose === 'create' && reason ? { reason } : {}),
  };
}
