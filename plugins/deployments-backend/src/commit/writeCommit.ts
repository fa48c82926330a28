import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { toAuditEntries } from '../domain/audit/toAuditEntries';
import type { DeploymentEvent } from '../domain/deployment/events';
import { overdueAt } from '../domain/deployment/overdueDecision';
import { nextWork } from '../domain/deployment/nextWork';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import {
  appendAudit,
  toAuditRows,
} from '../persistence/repositories/auditEntries';
import { afterCommit } from '../persistence/groupCommit';
import type {
  DeploymentUpdate,
  OwnerChange,
} from '../persistence/repositories/deployments';
import { updateDeployment } from '../persistence/repositories/deployments';
import {
  findLastKnownGood,
  markReverted,
} from '../persistence/repositories/deploymentsByServiceEnvironment';
import { markEnded } from '../persistence/repositories/endedDeployments';
import { toEventRows } from '../persistence/repositories/deploymentEvents';
import type { AddedRows } from '../persistence/insertRows';
import { toOutboxRows } from '../persistence/repositories/outbox';
import {
  lockServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import { removeQueuedPlan } from '../persistence/repositories/queuedPlans';
import type { CommittedChange } from '../changes/changeHub';
import { countSteps } from './countSteps';
import type { Folded } from './foldDecided';
import { listMessages } from '../domain/notifications/listMessages';
import type { Release } from './commitFollowUp';
import { applyOutcome } from '../domain/serviceEnvironment/applyOutcome';
import { wakeQueued } from './wakeQueued';
import type { CommitDeps } from './commitDeps';

/** What one commit writes, and who owns the deployment afterwards. */
export interface CommitContents extends Folded {
  before: DeploymentState;
  /** The database's time of the commit, in epoch milliseconds. */
  now: number;
  /** Whether to wake the engine so that it reacts immediately. */
  isUrgent: boolean;
  nextEvaluationAt?: number;
  release?: Release;
  owner?: OwnerChange;
}

/** Writes everything that follows from events: state, service environment, audit entries, messages and wake-up. */
export async function writeCommit(
  deps: CommitDeps,
  trx: Knex.Transaction,
  contents: CommitContents,
): Promise<void> {
  const { before, state, events, now, isUrgent, release } = contents;
  const update = toDeploymentUpdate(deps, contents);
  await updateDeployment(trx, update, {
    dialect: deps.database.dialect,
    rows: toRows(contents),
  });
  await changeServiceEnvironment(deps, trx, { before, events, state, now });
  await publishChange(deps, trx, state, isUrgent);
  if (isDelivery(state)) {
    await markEnded(trx, state.id);
  }
  afterCommit(trx, () => countSteps(deps.counters, before, events));
  if ((isUrgent || release) && update.wakeAt !== undefined) {
    await deps.queue.enqueue(trx, state.id, update.wakeAt);
  }
}

/** Builds the update of the deployment's row. */
export function toDeploymentUpdate(
  { reducer }: Pick<CommitDeps, 'reducer'>,
  { before, state, now, release, nextEvaluationAt, owner }: CommitContents,
): DeploymentUpdate {
  return {
    before,
    after: state,
    wakeAt: release
      ? release.wakeAt
      : findNextWorkAt(state, now, nextEvaluationAt ?? now),
    overdueAt: overdueAt(state),
    reducerVersion: reducer.version,
    owner: release
      ? { type: 'release', leaseUntil: release.leaseUntil }
      : owner,
  };
}

/** Whether the delivery metrics count the deployment: it has ended and may have changed something. */
export function isDelivery(state: DeploymentState): boolean {
  return isTerminal(state.status) && state.mayHaveChanged;
}

/**
 * Returns when the deployment's next work is due, in epoch milliseconds; `now` if work is due already. A queued deployment
 * is evaluated again at `nextEvaluationAt`.
 */
export function findNextWorkAt(
  state: DeploymentState,
  now: number,
  nextEvaluationAt: number,
): number | undefined {
  return state.status === 'queued' ? nextEvaluationAt : findWakeAt(state, now);
}

function findWakeAt(state: DeploymentState, now: number): number | undefined {
  const work = nextWork(state, now);
  return work.items.length > 0 ? now : work.wakeAt;
}

/**
 * Updates the service environment after a deployment's end or a rollback's first change. The end unlocks it and records
 * the outcome. The first change of a rollback revokes the last known good version that it reverts.
 */
export async function changeServiceEnvironment(
  deps: CommitDeps,
  trx: Knex.Transaction,
  change: {
    before: DeploymentState;
    events: DeploymentEvent[];
    state: DeploymentState;
    now: number;
  },
): Promise<void> {
  const { before, events, state, now } = change;
  const reverted = findReverted(before, state);
  if (reverted !== undefined) {
    await revokeLastKnownGood(trx, state, reverted, now);
  }
  if (!isTerminal(state.status)) {
    return;
  }
  if (before.status === 'queued') {
    await removeQueuedPlan(trx, state.id);
  }
  const serviceEnvironment = await lockServiceEnvironment(trx, state, now);
  await updateServiceEnvironment(
    trx,
    state,
    applyOutcome(serviceEnvironment, events, state),
    now,
  );
  await wakeQueued(deps, trx, state.service, now);
}

/**
 * Returns the id of the deployment that this commit begins to revert. A deployment is no longer known good once its
 * rollback may have changed something.
 */
export function findReverted(
  before: DeploymentState,
  after: DeploymentState,
): string | undefined {
  return after.kind === 'rollback' &&
    after.mayHaveChanged &&
    !before.mayHaveChanged
    ? after.reverts
    : undefined;
}

/** Marks a deployment as reverted. If its version was the last known good one, the one before it takes its place. */
async function revokeLastKnownGood(
  trx: Knex.Transaction,
  state: DeploymentState,
  reverts: string,
  now: number,
): Promise<void> {
  const revertedArtifact = await markReverted(trx, reverts, {
    by: state.id,
    to: state.version.artifact,
  });
  const serviceEnvironment = await lockServiceEnvironment(trx, state, now);
  const { lastKnownGood } = serviceEnvironment;
  if (
    !lastKnownGood ||
    (lastKnownGood.deploymentId !== reverts &&
      lastKnownGood.version.artifact !== revertedArtifact)
  ) {
    return;
  }
  const previous = await findLastKnownGood(trx, state);
  const { flags: _, ...version } = previous?.version ?? { flags: [] };
  await updateServiceEnvironment(
    trx,
    state,
    {
      lastKnownGood:
        previous && 'id' in version
          ? {
              version,
              deploymentId: previous.id,
              at: previous.finishedAt ?? previous.at,
            }
          : null,
    },
    now,
  );
}

/** Builds the rows that follow from events: the events themselves, audit entries and outbox messages. */
export function toRows(
  change: Folded & {
    before: DeploymentState | undefined;
    now: number;
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

/**
 * Publishes a commit to everyone who follows the deployment. An urgent commit also reaches the deployment's owner
 * immediately, whichever replica that is.
 */
export async function publishChange(
  { changes }: Pick<CommitDeps, 'changes'>,
  trx: Knex.Transaction,
  state: DeploymentState,
  isUrgent: boolean,
): Promise<void> {
  if (isUrgent) {
    await changes.publishInTransaction(trx, toCommittedChange(state));
  } else {
    afterCommit(trx, () => changes.publish(toCommittedChange(state)));
  }
}

export function toCommittedChange(state: DeploymentState): CommittedChange {
  return {
    deploymentId: state.id,
    service: state.service,
    environment: state.environment,
    what: 'events',
    seq: state.seq,
  };
}

/** Writes the audit entry of a command or a request, by a person or a service. Refused commands get one too. */
export async function recordCommand(
  trx: Knex.Transaction,
  entry: Omit<NewAuditEntry, 'actor'> & { actor: Principal },
): Promise<void> {
  await appendAudit(trx, [entry]);
}
