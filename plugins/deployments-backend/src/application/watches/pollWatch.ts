import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { recordCommand } from '../../commit/writeCommit';
import type {
  ServiceEnvironmentChange,
  StoredServiceEnvironment,
} from '../../domain/model/serviceEnvironment';
import {
  runsArtifact,
  servingVersions,
} from '../../domain/serviceEnvironment/observedVersions';
import { assessWatch, findGapStart } from '../../domain/watch/assessWatch';
import type { WatchAssessment } from '../../domain/watch/assessWatch';
import type { WatchDefinition } from '../../domain/watch/defineWatch';
import {
  WATCH_STEP_ID,
  type StoredWatch,
} from '../../domain/watch/storedWatch';
import type { DeploymentState } from '../../domain/deployment/state';
import { getDeployment } from '../../persistence/repositories/deployments';
import { findLastKnownGood } from '../../persistence/repositories/deploymentsByServiceEnvironment';
import {
  lockServiceEnvironment,
  readServiceEnvironment,
  updateServiceEnvironment,
} from '../../persistence/repositories/serviceEnvironments';
import { changeClaimedWatch } from '../../persistence/repositories/watches';
import type { ClaimedWatch } from '../../persistence/repositories/watches';
import { observeService } from '../../targets/observeServiceEnvironment';
import { publishWatch } from './changeWatch';
import { WATCH_PRINCIPAL } from './watchDeps';
import type { WatchDeps } from './watchDeps';

/** The longest that the measurements of one poll may take together, in milliseconds. */
const MEASURE_MS = 15_000;

type Verdict = {
  state: 'confirmed' | 'breached' | 'ended';
  reason: string;
  progress?: StoredWatch['progress'];
};

/**
 * Measures the checks of a claimed watch, and stores what follows. While a deployment is in progress there, its own checks
 * count, so nothing is measured.
 *
 * @param now - the database's time, in epoch milliseconds
 */
export async function pollWatch(
  deps: WatchDeps,
  watch: ClaimedWatch,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { knex } = deps.database;
  const state = await getDeployment(knex, watch.deploymentId);
  const definition = state.snapshot?.watch;
  if (!definition) {
    throw new Error(`Deployment ${state.id} has no watch`);
  }
  const before = await readServiceEnvironment(knex, watch);
  const successor = findSuccessor(watch, before);
  if (successor !== undefined) {
    await endWith(deps, watch, before, state, {
      state: 'ended',
      reason: successor,
    });
    return;
  }
  if (before.lockOwner !== undefined) {
    await keep(deps, watch, { dueAt: now + definition.everyMs });
    return;
  }
  const observed = await observeService(deps, watch);
  const observation =
    observed.result === 'observed' ? observed.observation : undefined;
  const other = findOther(watch, observation);
  if (other !== undefined) {
    await endWith(deps, watch, before, state, {
      state: 'ended',
      reason: other,
    });
    return;
  }
  const assessment = await measure(deps, watch, {
    state,
    definition,
    candidate: findInstance(watch, observation) ?? state.candidate,
    now,
    signal,
  });
  const after = await readServiceEnvironment(knex, watch);
  if (after.fence !== before.fence) {
    // A deployment has started since, so the measurements may be about that one.
    await keep(deps, watch, { dueAt: now + definition.everyMs });
    return;
  }
  const { progress } = assessment;
  if (assessment.result === 'watching') {
    await keep(deps, watch, { progress, dueAt: now + definition.everyMs });
    return;
  }
  await endWith(deps, watch, before, state, {
    state: assessment.result === 'unconfirmed' ? 'ended' : assessment.result,
    reason:
      assessment.result === 'unconfirmed'
        ? `It could not be confirmed: ${assessment.reason}`
        : assessment.reason,
    progress,
  });
}

async function keep(
  { database }: WatchDeps,
  watch: ClaimedWatch,
  change: Pick<Parameters<typeof changeClaimedWatch>[2], 'progress' | 'dueAt'>,
): Promise<void> {
  await database.statement(on => changeClaimedWatch(on, watch, change));
}

/** Says what replaced the watched version, by Slipway's own records. */
function findSuccessor(
  { version }: StoredWatch,
  { lockOwner, current }: StoredServiceEnvironment,
): string | undefined {
  // A deployment in progress may still be rolled back.
  if (
    lockOwner !== undefined ||
    current?.version.artifact === version.artifact
  ) {
    return undefined;
  }
  return current
    ? `${current.version.name} was deployed.`
    : 'The service was removed.';
}

/** Says what runs instead of the watched version. A version that is down is still watched. */
function findOther(
  { version }: StoredWatch,
  observation: Observation | undefined,
): string | undefined {
  const serving = observation ? servingVersions(observation) : [];
  const isServing = serving.some(({ spellings }) =>
    spellings.includes(version.artifact),
  );
  return serving.length === 0 || isServing
    ? undefined
    : `${serving
        .map(({ versionName }) => versionName)
        .join(' and ')} runs there instead of ${version.name}.`;
}

function findInstance(
  { version }: StoredWatch,
  observation: Observation | undefined,
): Instance | undefined {
  const found = observation?.instances
    .filter(instance => runsArtifact(instance, version.artifact))
    .sort(
      (a, b) => b.weight - a.weight || Number(b.ready) - Number(a.ready),
    )[0];
  return (
    found && {
      id: found.id,
      artifact: found.artifact,
      versionName: found.versionName,
      ...(found.url === undefined ? {} : { url: found.url }),
    }
  );
}

async function measure(
  { measurer }: WatchDeps,
  watch: StoredWatch,
  facts: {
    state: DeploymentState;
    definition: WatchDefinition;
    candidate: Instance | undefined;
    now: number;
    signal: AbortSignal;
  },
): Promise<WatchAssessment> {
  const { state, definition, candidate, now, signal } = facts;
  const measured = await measurer.measureNow({
    deploymentId: state.id,
    stepId: WATCH_STEP_ID,
    attempt: 1,
    checks: Object.values(definition.checks),
    startedAt: watch.startedAt,
    since: Math.max(watch.progress.measuredAt, now - findGapStart(definition)),
    now,
    deadline: now + MEASURE_MS,
    signal,
    measurementTargets: {
      version: watch.version,
      ...(candidate ? { candidate } : {}),
    },
  });
  return assessWatch(
    definition,
    { startedAt: watch.startedAt, before: watch.progress },
    measured,
    now,
  );
}

/**
 * Stores the end of a watch with what it means for the last known good version, unless another replica has ended it, or a
 * deployment has run there since `before`.
 */
async function endWith(
  deps: WatchDeps,
  watch: ClaimedWatch,
  before: StoredServiceEnvironment,
  { seq, verification }: DeploymentState,
  verdict: Verdict,
): Promise<void> {
  const { state, reason, progress } = verdict;
  await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const row = await lockServiceEnvironment(trx, watch, now);
    if (row.lockOwner !== undefined || row.fence !== before.fence) {
      await changeClaimedWatch(trx, watch, { dueAt: now });
      return;
    }
    const isChanged = await changeClaimedWatch(trx, watch, {
      state,
      reason,
      endedAt: now,
      ...(progress ? { progress } : {}),
      // Another poll responds to a breach.
      dueAt: state === 'breached' ? now : null,
    });
    if (!isChanged) {
      return;
    }
    const change = await findLastKnownGoodChange(trx, watch, row, {
      state,
      isVerified: verification === 'passed',
      now,
    });
    await updateServiceEnvironment(trx, watch, change, now);
    await recordCommand(trx, {
      at: now,
      actor: WATCH_PRINCIPAL,
      action: `watch.${state}`,
      outcome: 'accepted',
      service: watch.service,
      environment: watch.environment,
      deploymentId: watch.deploymentId,
      reason,
    });
    await publishWatch(deps, trx, watch, { seq, messages: [], now });
  });
}

async function findLastKnownGoodChange(
  trx: Knex.Transaction,
  watch: StoredWatch,
  { lastKnownGood }: StoredServiceEnvironment,
  verdict: { state: Verdict['state']; isVerified: boolean; now: number },
): Promise<ServiceEnvironmentChange> {
  const { deploymentId, version } = watch;
  const { state, isVerified, now } = verdict;
  if (state === 'confirmed' && isVerified) {
    return { lastKnownGood: { version, deploymentId, at: now } };
  }
  if (
    state === 'breached' &&
    lastKnownGood?.version.artifact === version.artifact
  ) {
    return { lastKnownGood: (await findLastKnownGood(trx, watch)) ?? null };
  }
  return {};
}
