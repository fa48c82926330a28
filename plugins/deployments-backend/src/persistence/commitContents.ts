import { toAuditEntries } from '../domain/audit/toAuditEntries';
import type { DeploymentEvent } from '../domain/deployment/events';
import { nextWork } from '../domain/deployment/nextWork';
import { overdueAt } from '../domain/deployment/overdueDecision';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import { listMessages } from '../domain/notifications/listMessages';
import type { AddedRows } from './insertRows';
import { toAuditRows } from './repositories/auditEntries';
import { toEventRows } from './repositories/deploymentEvents';
import type { DeploymentUpdate, OwnerChange } from './repositories/deployments';
import { toOutboxRows } from './repositories/outbox';

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
  owner?: OwnerChange;
}

export interface Release {
  /** When to wake the deployment, in epoch milliseconds. Absent if only a command can bring new work. */
  wakeAt?: number;
  /** Until when a call that did not end may still have an effect, in epoch milliseconds. */
  leaseUntil?: number;
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
    owner: release
      ? { type: 'release', leaseUntil: release.leaseUntil }
      : owner,
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
    /** The audit entry of the command or request. */
    record?: NewAuditEntry;
  },
): AddedRows[] {
  const { before, events, state, now, record } = change;
  return [
    toEventRows(state.id, events),
    toAuditRows([
      ...(record ? [record] : []),
      ...toAuditEntries(events, state),
    ]),
    toOutboxRows(listMessages(before, events, state), now),
  ];
}
