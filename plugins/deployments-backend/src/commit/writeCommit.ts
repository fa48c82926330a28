import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { CommittedChange } from '../changes/changeHub';
import { isDelivery } from '../domain/deployment/isDelivery';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import { applyOutcome } from '../domain/serviceEnvironment/applyOutcome';
import { findReverted } from '../domain/serviceEnvironment/findReverted';
import { beginWatch } from '../domain/watch/assessWatch';
import type { CommitContents } from './commitContents';
import { toDeploymentUpdate, toRows } from './commitContents';
import { afterCommit } from '../persistence/afterCommit';
import { appendAudit } from '../persistence/repositories/auditEntries';
import { updateDeployment } from '../persistence/repositories/deployments';
import {
  findLastKnownGood,
  markReverted,
} from '../persistence/repositories/deploymentsByServiceEnvironment';
import { markEnded } from '../persistence/repositories/endedDeployments';
import { removeQueuedPlan } from '../persistence/repositories/queuedPlans';
import {
  endWatches,
  findWatchState,
  insertWatch,
} from '../persistence/repositories/watches';
import {
  lockServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import type { CommitDeps } from './commitDeps';
import { countSteps } from './countSteps';
import { wakeQueued } from './wakeQueued';

/** Writes everything that follows from events: state, service environment, audit entries, messages and wake-up. */
export async function writeCommit(
  deps: CommitDeps,
  trx: Knex.Transaction,
  contents: CommitContents & { isUrgent: boolean },
): Promise<void> {
  const { before, state, events, isUrgent, release } = contents;
  const update = toDeploymentUpdate(contents);
  await updateDeployment(trx, update, toRows(contents));
  await changeServiceEnvironment(deps, trx, contents);
  if (isDelivery(state)) {
    await markEnded(trx, state.id);
  }
  if (isUrgent) {
    // It also reaches the deployment's owner immediately, whichever replica that is.
    await deps.changes.publishInTransaction(trx, toCommittedChange(state));
    afterCommit(trx, () => countSteps(deps.counters, before, events));
  } else {
    afterCommit(trx, () => reportCommitted(deps, contents));
  }
  if ((isUrgent || release) && update.wakeAt !== undefined) {
    await deps.queue.enqueue(trx, state.id, update.wakeAt);
  }
}

/**
 * Updates the service environment after a deployment's end or a rollback's first change. The end unlocks it and records
 * the outcome. The first change of a rollback revokes the last known good version that it reverts.
 */
async function changeServiceEnvironment(
  deps: CommitDeps,
  trx: Knex.Transaction,
  { before, events, state, now }: CommitContents,
): Promise<void> {
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
    applyOutcome(
      serviceEnvironment,
      events,
      state,
      state.status === 'succeeded' && state.snapshot?.watch === undefined
        ? await findWatchState(trx, state, state.version.artifact)
        : undefined,
    ),
    now,
  );
  await startWatch(trx, state);
  await wakeQueued(deps, trx, state.service, now);
}

/** Starts the watch of a deployment that has just succeeded. It replaces an earlier one of the service environment. */
async function startWatch(
  trx: Knex.Transaction,
  state: DeploymentState,
): Promise<void> {
  const definition = state.snapshot?.watch;
  if (state.status !== 'succeeded' || !definition) {
    return;
  }
  const { flags: _, ...version } = state.version;
  const startedAt = state.finishedAt ?? state.at;
  await endWatches(trx, state, {
    reason: `${version.name} was deployed.`,
    now: startedAt,
  });
  await insertWatch(
    trx,
    {
      deploymentId: state.id,
      service: state.service,
      environment: state.environment,
      version,
      state: 'watching',
      onBreach: definition.onBreach,
      startedAt,
      progress: beginWatch(definition, startedAt),
    },
    startedAt + definition.everyMs,
  );
}

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
  await updateServiceEnvironment(
    trx,
    state,
    { lastKnownGood: previous ?? null },
    now,
  );
}

/** Counts what a commit has changed, and publishes it to everyone who follows the deployment. Call it after the commit. */
export function reportCommitted(
  { counters, changes }: Pick<CommitDeps, 'counters' | 'changes'>,
  { before, events, state }: CommitContents,
): void {
  countSteps(counters, before, events);
  changes.publish(toCommittedChange(state));
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
