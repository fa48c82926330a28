import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type {
  DeploymentEventPayload,
  DeploymentEventType,
} from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentState } from '../deployment/state';
import { toVersionSummaryView } from '../model/toVersionSummaryView';

/** Creates the event to publish after a commit; `undefined` if the commit changed nothing that others act on. Pure. */
export function createEvent(
  before: DeploymentState | undefined,
  after: DeploymentState,
): DeploymentEventPayload | undefined {
  const type = findType(before, after);
  return (
    type && {
      id: `${after.id}/${after.seq}`,
      type,
      at: toTime(after.at),
      deployment: toPayload(after),
    }
  );
}

function findType(
  before: DeploymentState | undefined,
  after: DeploymentState,
): DeploymentEventType | undefined {
  const { status } = after;
  if (needsApproval(after) && !(before && needsApproval(before))) {
    return 'approval_needed';
  }
  if (before?.status === status) return undefined;
  switch (status) {
    case 'queued':
      return 'requested';
    case 'running':
      return before?.status === 'queued' ? 'started' : 'resumed';
    default:
      return status;
  }
}

function needsApproval({ status, blockers }: DeploymentState): boolean {
  return (
    !isTerminal(status) && blockers.some(({ kind }) => kind === 'approval')
  );
}

/** Names each field, because a state contains more than the API shows: inputs, settings, and texts of targets. */
function toPayload(
  state: DeploymentState,
): DeploymentEventPayload['deployment'] {
  const { goldenPath, requestedBy, snapshot } = state;
  return {
    id: state.id,
    kind: state.kind,
    service: state.service,
    environment: state.environment,
    version: toVersionSummaryView(state.version),
    baseline: snapshot?.baseline && toVersionSummaryView(snapshot.baseline),
    status: state.status,
    cause: state.cause,
    hotfix: state.hotfix,
    reverts: state.reverts,
    requestedBy,
    requestedAt: toTime(state.requestedAt),
    startedAt: toOptionalTime(state.startedAt),
    finishedAt: toOptionalTime(state.finishedAt),
    goldenPath: { name: goldenPath.name, title: goldenPath.title },
    mayHaveChanged: state.mayHaveChanged,
    seq: state.seq,
    blockers: state.blockers.map(({ kind, unblockedBy }) => ({
      kind,
      unblockedBy,
    })),
  };
}

function toTime(at: number): string {
  return new Date(at).toISOString();
}

function toOptionalTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : toTime(at);
}
