import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { CommittedChange } from '../changes/changeHub';
import { isDelivery } from '../domain/deployment/isDelivery';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import { applyOutcome } from '../domain/serviceEnvironment/applyOutcome';
import { findReverted } from '../domain/serviceEnvironment/findReverted';
import type { CommitContents } from '../persistence/commitContents';
import { toDeploymentUpdate, toRows } from '../persistence/commitContents';
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
  await publishChange(deps, trx, state, isUrgent);
  if (isDelivery(state)) {
    await markEnded(trx, state.id);
  }
  afterCommit(trx, () => countSteps(deps.counters, before, events));
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
    applyOutcome(serviceEnvironment, events, state),
    now,
  );
  await wakeQueued(deps, trx, state.service, now);
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

/**
 * Publishes a commit to everyone who follows the deployment. An urgent commit also reaches the deployment's owner
 * immediately, whichever replica that is.
 */
async function publishChange(
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
