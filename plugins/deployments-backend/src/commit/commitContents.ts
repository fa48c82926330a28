import { toAuditEntries } from '../domain/audit/toAuditEntries';
import type { DeploymentEvent } from '../domain/deployment/events';
import { nextWork } from '../domain/deployment/nextWork';
import { overdueAt } from '../domain/deployment/overdueDecision';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import { listMessages } from '../domain/notifications/listMessages';
import type { AddedRows } from '../persistence/insertRows';
import { toAuditRows } from '../persistence/repositories/auditEntries';
import { toEventRows } from '../persistence/repositories/deploymentEvents';
import type {
  DeploymentUpdate,
  Lease,
} from '../persistence/repositories/deployments';
import { toOutboxRows } from '../persistence/repositories/outbox';

/** What one commit writes, and who owns the deployment afterwards. */
export interface CommitContents {
  /** The state that the events were decided on. */
  before: DeploymentState;
  events: DeploymentEvent[];
  /** The state after the events. */
  state: DeploymentState;
  /** The version of the reducer that folded the events. */
  reducerVersion: number;
  /** The database's time of the commit, in epoch milliseconds. */
  now: number;
  /** When to evaluate a deployment again that stays queued, in epoch milliseconds. Default: immediately. */
  nextEvaluationAt?: number;
  /** Present if the owner gives the deployment up. */
  release?: Release;
  /** The new owner. Default: unchanged. */
  owner?: Lease;
}

export interface Release {
  /** When to wake the deployment, in epoch milliseconds. Absent if only a command can bring new work. */
  wakeAt?: number;
}

/** Builds the update of the deployment's row. */
export function toDeploymentUpdate(contents: CommitContents): DeploymentUpdate {
  const { before, state, release, owner } = contents;
  return {
    before,
    after: state,
    wakeAt: release ? release.wakeAt : findNextWorkAt(contents),
    overdueAt: overdueAt(state),
    reducerVersion: contents.reducerVersion,
    owner: release ? 'released' : owner,
  };
}

/** Returns when the deployment's next work is due, in epoch milliseconds; `now` if work is due already. */
function findNextWorkAt({
  state,
  now,
  nextEvaluationAt = now,
}: CommitContents): number | undefined {
  if (state.status === 'queued') {
    return nextEvaluationAt;
  }
  const work = nextWork(state, now);
  return work.items.length > 0 ? now : work.wakeAt;
}

/** Builds the rows that follow from events: the events themselves, audit entries and outbox messages. */
export function toRows(
  change: Pick<CommitContents, 'events' | 'state' | 'now'> & {
    before: DeploymentState | undefined;
    /** The audit entry of the request. */
    auditEntry?: NewAuditEntry;
  },
): AddedRows[] {
  const { before, events, state, now, auditEntry } = change;
  return [
    toEventRows(state.id, events),
    toAuditRows([
      ...(auditEntry ? [auditEntry] : []),
      ...toAuditEntries(events, state),
    ]),
    toOutboxRows(listMessages(before, events, state), now),
  ];
}
