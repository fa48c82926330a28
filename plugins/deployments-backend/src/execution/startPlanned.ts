import type { Knex } from 'knex';
import type { ApplyOptions } from '../commit/applyCommand';
import { applyCommand } from '../commit/applyCommand';
import type { CommitDeps } from '../commit/commitDeps';
import type { DeploymentState } from '../domain/deployment/state';
import type { StoredServiceEnvironment } from '../domain/model/serviceEnvironment';
import {
  acquireServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import type { DeploymentPlan } from '../planning/buildPlan';
import type { ListIntents } from './listIntents';

export interface StartDeps extends CommitDeps {
  listIntents: ListIntents;
}

/**
 * Starts a queued deployment whose plan has no blockers: locks the environment for it, freezes the plan, and commits the
 * intents of the first steps. Returns `undefined` if the environment is no longer as the plan saw it, or has another lock
 * owner.
 *
 * @param options - `locked`: the deployment's row, locked by this transaction; `owner`: a new owner, if it has none yet
 */
export async function startPlanned(
  deps: StartDeps,
  trx: Knex.Transaction,
  options: Pick<ApplyOptions, 'locked' | 'owner'> & { planned: DeploymentPlan },
): Promise<DeploymentState | undefined> {
  const { locked, planned, owner } = options;
  const { now } = locked;
  const { state } = locked.record;
  const acquired = await acquireServiceEnvironment(
    trx,
    state,
    state.id,
    now,
    planned.observation,
  );
  if (!acquired) {
    return undefined;
  }
  const { fence } = acquired;
  const before = { ...acquired, lockOwner: undefined, fence: fence - 1 };
  if (!hasSamePolicyFacts(before, planned.serviceEnvironment)) {
    await updateServiceEnvironment(trx, state, { lockOwner: null }, now);
    return undefined;
  }
  const { snapshot, planHash } = planned;
  const started = await applyCommand(deps, trx, {
    locked,
    command: { type: 'start', now, snapshot, planHash, fence },
    isUrgent: false,
    owner,
    followUp: { listIntents: deps.listIntents },
  });
  if (started.result !== 'committed') {
    // Undoes the transaction, and with it the lock of the environment.
    throw new Error(`Deployment ${state.id} did not start: ${started.result}`);
  }
  return started.state;
}

/** Whether two reads of a service environment agree on everything that policies depend on. */
export function hasSamePolicyFacts(
  a: StoredServiceEnvironment,
  b: StoredServiceEnvironment,
): boolean {
  const toComparable = ({
    lockOwner,
    fence,
    hold,
    current,
    driftAccepted,
  }: StoredServiceEnvironment) =>
    JSON.stringify([lockOwner, fence, hold, current, driftAccepted]);
  return toComparable(a) === toComparable(b);
}
