import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import type { SystemCommand } from '../domain/deployment/commands';
import type { Snapshot } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import { queueExpiresAt } from '../domain/policy/queueExpiry';
import type { Database } from '../persistence/database';
import type { DeploymentRecord } from '../persistence/repositories/deployments';
import { readDeployment } from '../persistence/repositories/deployments';
import { updateWakeAt } from '../persistence/ownership/leases';
import {
  lockServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import {
  putQueuedPlan,
  removeQueuedPlan,
} from '../persistence/repositories/queuedPlans';
import type { Claim } from './ownership/claim';
import { applyCommand } from '../commit/applyCommand';
import type { Locked } from '../commit/lockToCommit';
import { lockToChange, lockToCommit } from '../commit/lockToCommit';
import { wakeQueued } from '../commit/wakeQueued';
import type { DeploymentPlan } from '../planning/buildPlan';
import type { PlannedVersion } from '../planning/plannedVersion';
import type { StartDeps } from './startPlanned';
import { hasSamePolicyFacts, startPlanned } from './startPlanned';
import { usesRunningVersion } from '../planning/findRequestedVersion';

export interface StartGateDeps extends StartDeps {
  plan(requested: PlannedVersion): Promise<DeploymentPlan>;
  /** How long a deployment may stay queued, in milliseconds. */
  queueForMs: number;
}

/** The result of evaluating whether a queued deployment can start. */
export interface StartEvaluation {
  /** The deployment's `seq` after the evaluation. If the stored one differs, the deployment has changed since. */
  seq: number;
  /** The `wake_at` that the evaluation stored. If the stored one differs, it must be evaluated again. */
  wakeAt?: number;
  /** The state after the evaluation, unless the deployment stays queued. */
  seen?: { state: DeploymentState; now: number };
}

/** How many times to evaluate at most if the facts change before the commit. After that, the evaluation is postponed. */
const MAX_TRIES = 5;
/** How long to postpone the evaluation. */
const BUSY_MS = 1_000;
/** How often to evaluate blockers that depend on a target or the catalog, because these don't report changes. */
const POLL_MS = 30_000;
/** How often to evaluate start conditions if nothing else blocks, so that the deployment starts soon after they are met. */
const CONDITION_POLL_MS = 15_000;
/** How often to evaluate start conditions if something else blocks as well, so that people see a recent result. */
const SLOW_CONDITION_POLL_MS = 60_000;
/**
 * How often to evaluate all other blockers. They end at a known time or with an event that wakes the deployment (a
 * command, the end of another deployment), so this interval only matters if a wake-up is lost. Being long, it lets
 * thousands of deployments wait at little cost.
 */
const SAFETY_POLL_MS = 6 * 3_600_000;
const POLLED: ReadonlySet<Blocker['kind']> = new Set(['unobserved', 'drift']);

/**
 * Starts a queued deployment if no policy blocks it: locks the environment for it and freezes its plan. Otherwise, stores
 * its blockers and when to evaluate them again. Facts are read outside the transaction, because observing a target takes
 * time. If any of them has changed by the time of the commit, the evaluation is repeated.
 */
export async function evaluateStartGate(
  deps: StartGateDeps,
  claim: Claim,
  cached?: Seen,
): Promise<StartEvaluation> {
  let seen: Seen | undefined = cached;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const record: Seen | undefined =
      seen ?? (await readDeployment(deps.database.knex, claim.id));
    seen = undefined;
    if (!record || record.state.status !== 'queued') {
      return { seq: record?.state.seq ?? 0, wakeAt: record?.wakeAt };
    }
    const planned = await planOrExplain(deps, record.state);
    const evaluation = await deps.database.transaction(trx =>
      commitEvaluation(deps, trx, claim, record, planned),
    );
    if (evaluation !== 'stale') {
      // This needs its own transaction: every commit locks a deployment's row before its service environment, and the
      // evaluation has locked the service environment.
      await preemptLockOwner(deps, record.state, planned);
      return evaluation;
    }
  }
  return postpone(deps.database, claim);
}

/** The parts of a queued deployment's row that the evaluation is based on. */
type Seen = Pick<DeploymentRecord, 'state' | 'wakeAt'>;

/**
 * Plans the deployment. If that is no longer possible, for example because the service was deleted, returns the reason,
 * which becomes a blocker.
 */
async function planOrExplain(
  deps: StartGateDeps,
  state: DeploymentState,
): Promise<DeploymentPlan | { unplannable: string }> {
  try {
    const planned = await deps.plan(toPlannedVersion(state));
    return planned.problems.length > 0
      ? { unplannable: planned.problems.join('; ') }
      : planned;
  } catch (error) {
    return {
      unplannable: redactText(
        error instanceof Error ? error.message : String(error),
      ),
    };
  }
}

function toPlannedVersion(state: DeploymentState): PlannedVersion {
  return {
    id: state.id,
    kind: state.kind,
    service: state.service,
    environment: state.environment,
    version: state.version,
    requestedBy: state.requestedBy,
    hotfix: state.hotfix,
    ...(state.replaces === undefined ? {} : { replaces: state.replaces }),
    reverts: state.reverts,
    notBefore: state.notBefore,
    inputs: state.inputs,
    approvals: state.approvals,
    overridden: state.overridden,
  };
}

async function commitEvaluation(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  claim: Claim,
  seen: Seen,
  planned: DeploymentPlan | { unplannable: string },
): Promise<StartEvaluation | 'stale'> {
  const locked = await lockToCommit(trx, claim.id, seen.state);
  const isSame =
    locked?.record.epoch === claim.epoch &&
    locked.record.state.seq === seen.state.seq &&
    locked.record.wakeAt === seen.wakeAt;
  if (!locked || !isSame) {
    return 'stale';
  }
  const { now } = locked;
  const expiresAt = queueExpiresAt(seen.state, deps.queueForMs);
  if (now >= expiresAt) {
    return expire(deps, trx, locked);
  }
  if ('unplannable' in planned) {
    return block(deps, trx, locked, {
      blockers: [{ kind: 'unobserved', message: planned.unplannable }],
      nextEvaluationAt: Math.min(now + POLL_MS, expiresAt),
    });
  }
  const serviceEnvironment = await lockServiceEnvironment(trx, seen.state, now);
  if (!hasSamePolicyFacts(serviceEnvironment, planned.serviceEnvironment)) {
    return 'stale';
  }
  const { observation, planHash, snapshot } = planned;
  const current = await voidApprovals(deps, trx, locked, planned);
  if (planned.blockers.length > 0) {
    await putQueuedPlan(trx, claim.id, { at: now, planHash, snapshot });
    if (observation) {
      await updateServiceEnvironment(
        trx,
        serviceEnvironment,
        { observed: observation },
        now,
      );
    }
    return block(deps, trx, current, {
      blockers: planned.blockers,
      planHash: planned.planHash,
      ...(usesRunningVersion(seen.state.kind)
        ? { version: planned.snapshot.version }
        : {}),
      nextEvaluationAt: Math.min(chooseNextEvaluation(planned, now), expiresAt),
    });
  }
  const started = await startPlanned(deps, trx, { locked: current, planned });
  if (!started) {
    throw new Error(
      `Deployment ${claim.id} did not start: another deployment owns its service environment`,
    );
  }
  await removeQueuedPlan(trx, claim.id);
  // The deployments queued behind this one have moved up, and now wait for it.
  await wakeQueued(deps, trx, seen.state.service, now);
  return { seq: started.seq, seen: { state: started, now } };
}

/** Returns when to evaluate the deployment again. The long pause is randomised to spread deployments evaluated together. */
function chooseNextEvaluation(
  { blockers, nextEvaluationAt }: DeploymentPlan,
  now: number,
): number {
  return Math.min(nextEvaluationAt ?? Infinity, now + choosePause(blockers));
}

function choosePause(blockers: readonly Blocker[]): number {
  const pauses = [SAFETY_POLL_MS * (0.75 + Math.random() / 2)];
  if (blockers.some(({ kind }) => POLLED.has(kind))) {
    pauses.push(POLL_MS);
  }
  if (blockers.some(({ kind }) => kind === 'condition')) {
    const isAlone = blockers.every(({ kind }) => kind === 'condition');
    pauses.push(isAlone ? CONDITION_POLL_MS : SLOW_CONDITION_POLL_MS);
  }
  return Math.round(Math.min(...pauses));
}

/** Voids approvals of an earlier plan, and records the reason. */
async function voidApprovals(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  locked: Locked,
  planned: DeploymentPlan,
): Promise<Locked> {
  const result = await applyCommand(deps, trx, {
    locked,
    isUrgent: false,
    command: {
      type: 'voidApprovals',
      now: locked.now,
      planHash: planned.planHash,
      reason: `The plan changed: ${describeChange(planned.snapshot)}.`,
    },
  });
  return { ...locked, record: { ...locked.record, state: result.state } };
}

function describeChange({ kind, baseline, version }: Snapshot): string {
  const runs = `${baseline?.name ?? 'nothing'} is running now`;
  switch (kind) {
    case 'deploy':
    case 'rollback':
      return `${runs}, and this deployment would start ${version.name}`;
    case 'restart':
      return `${runs}, and ${version.name} would be restarted`;
    case 'remove':
      return `${runs}, and ${version.name} would be removed`;
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}

/**
 * Makes the lock owner give way to a hotfix, a rollback or a deployment that replaces it, if nothing else blocks that one. A
 * rollback cancels a lock owner that has changed nothing, and waits for any other. The others roll the lock owner back.
 */
async function preemptLockOwner(
  deps: StartGateDeps,
  state: DeploymentState,
  planned: DeploymentPlan | { unplannable: string },
): Promise<void> {
  if ('unplannable' in planned) {
    return;
  }
  const { lockOwner } = planned.facts;
  const takes = chooseTakeover(state, lockOwner?.id);
  if (!takes) {
    return;
  }
  const isBlockedOnlyBySlot = planned.blockers.every(
    ({ kind }) => kind === 'slot',
  );
  if (!lockOwner || !isBlockedOnlyBySlot) {
    return;
  }
  await deps.database.transaction(async trx => {
    const owner = await lockToChange(deps, trx, lockOwner.id);
    if (owner && (takes === 'rollback' || !owner.record.state.hotfix)) {
      await applyCommand(deps, trx, {
        locked: owner,
        isUrgent: true,
        command: {
          type: 'takeover',
          now: owner.now,
          byDeployment: state.id,
          by: state.requestedBy.principal,
          takes,
        },
      });
    }
  });
}

type Takeover = Extract<SystemCommand, { type: 'takeover' }>['takes'];

/** Returns as what a deployment may take over the environment; `undefined` if it may not. */
function chooseTakeover(
  { kind, hotfix, replaces }: DeploymentState,
  lockOwnerId: string | undefined,
): Takeover {
  if (kind === 'rollback') {
    return 'rollback';
  }
  if (kind !== 'deploy') {
    return undefined;
  }
  if (hotfix) {
    return 'hotfix';
  }
  return replaces !== undefined && replaces === lockOwnerId
    ? 'newer deployment'
    : undefined;
}

async function block(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  locked: Locked,
  wait: {
    blockers: DeploymentPlan['blockers'];
    planHash?: string;
    version?: DeploymentState['version'];
    nextEvaluationAt: number;
  },
): Promise<StartEvaluation> {
  const { blockers, planHash, version, nextEvaluationAt } = wait;
  const result = await applyCommand(deps, trx, {
    locked,
    isUrgent: false,
    nextEvaluationAt,
    command: {
      type: 'block',
      now: locked.now,
      blockers,
      ...(planHash === undefined ? {} : { planHash }),
      ...(version === undefined ? {} : { version }),
    },
  });
  if (result.result !== 'committed') {
    // For example, the blockers are the same as before, so the command wrote nothing.
    await updateWakeAt(trx, result.state.id, nextEvaluationAt);
  }
  return { seq: result.state.seq, wakeAt: nextEvaluationAt };
}

async function expire(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  locked: Locked,
): Promise<StartEvaluation> {
  const { state, now } = await applyCommand(deps, trx, {
    locked,
    command: { type: 'expire', now: locked.now },
    isUrgent: false,
  });
  return { seq: state.seq, seen: { state, now } };
}

async function postpone(
  database: Database,
  claim: Claim,
): Promise<StartEvaluation> {
  return database.transaction(async trx => {
    const nextEvaluationAt = (await database.now(trx)) + BUSY_MS;
    await updateWakeAt(trx, claim.id, nextEvaluationAt);
    const record = await readDeployment(trx, claim.id);
    return { seq: record?.state.seq ?? 0, wakeAt: nextEvaluationAt };
  });
}
