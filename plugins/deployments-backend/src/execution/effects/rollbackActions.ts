import type {
  EffectRequest,
  Observation,
  DeploymentTarget,
} from '@slipway/backstage-plugin-deployments-node';
import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { Measurer } from '../../checks/takeMeasurements';
import type { RollbackStepResult } from '../../domain/deployment/commands';
import { pollCandidate, startCandidate } from '../../steps/deployCandidate';
import {
  groupByVersion,
  runsArtifact,
} from '../../domain/serviceEnvironment/observedVersions';
import { judgeStep } from '../../domain/analysis/assess';
import { findFlagsAndQuarantine } from '../../persistence/repositories/versions';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { DeploymentState } from '../../domain/deployment/state';
import type { CallScope } from './startCall';
import type { StepLog } from './openStepLog';

type RollbackStep = NonNullable<DeploymentState['rollback']>['steps'][number];

/** The rollback steps that act on the target directly. The other two, cancel and undo, call a step kind. */
export interface RollbackActions {
  restore(call: RollbackCall): Promise<RollbackStepResult>;
  verify(call: RollbackCall): Promise<RollbackStepResult>;
}

export interface RollbackCall {
  state: DeploymentState;
  snapshot: Snapshot;
  target: DeploymentTarget;
  /** Reads what runs, with the target's settings of the plan or with these. */
  observe(settings?: JsonObject): Promise<Observation>;
  step: RollbackStep;
  idempotencyKey: string;
  now: number;
  scope: CallScope;
  log: StepLog;
}

export interface RollbackActionDeps {
  knex: Knex;
  measurer: Measurer;
  /** How long to measure checks after a rollback, in milliseconds. Short, because users already get the old version. */
  verifyForMs: number;
}

const POLL_AFTER_MS = 1_000;
/** How long the restored version may take to appear in the target's observation. */
const SEEN_WITHIN_MS = 60_000;

export function createRollbackActions(
  options: RollbackActionDeps,
): RollbackActions {
  return {
    restore: call => restore(options, call),
    verify: call => verify(options, call),
  };
}

/**
 * Restores the previous version. If it is still running, the target's `abort` sends all traffic back to it. Otherwise, it
 * is deployed again. If the rollback chose the last known good version instead, that one is deployed.
 */
async function restore(
  options: RollbackActionDeps,
  call: RollbackCall,
): Promise<RollbackStepResult> {
  const { state, target, step } = call;
  const { strategy, to } = state.rollback ?? {};
  if (to && (step.handle || strategy === 'last_known_good')) {
    return restoreVersion(options, call, to);
  }
  if (to && !isAlive(call, await call.observe())) {
    call.log.write(
      `${to.name} is no longer running, so it is deployed again`,
      'warn',
    );
    return restoreVersion(options, call, to);
  }
  await target.abort({
    ...effectRequest(call),
    ...(state.candidate ? { candidate: state.candidate } : {}),
  });
  const seen = await call.observe();
  if (isBack(call, seen)) {
    return { state: 'succeeded', effects: { trafficWeight: 0 } };
  }
  return call.now < (step.attemptStartedAt ?? call.now) + SEEN_WITHIN_MS
    ? {
        state: 'running',
        pollAfterMs: POLL_AFTER_MS,
        message: to
          ? `Waiting until only ${to.name} takes traffic`
          : 'Waiting until no version takes traffic',
      }
    : {
        state: 'failed',
        error: {
          code: 'not-restored',
          message: `The target was asked to restore ${
            to?.name ?? 'no version'
          }, but ${describe(seen)}`,
        },
        retryable: true,
      };
}

async function restoreVersion(
  { knex }: RollbackActionDeps,
  call: RollbackCall,
  to: VersionSummary,
): Promise<RollbackStepResult> {
  // The rollback target was chosen when the deployment started, and may have been quarantined since.
  const stored = call.step.handle
    ? undefined
    : await findFlagsAndQuarantine(knex, call.state.service, to.id);
  if (stored?.quarantined) {
    return {
      state: 'failed',
      error: {
        code: 'quarantined',
        message: `${to.name} is quarantined: ${stored.quarantined.reason}. Roll back to another version.`,
      },
      retryable: false,
    };
  }
  const request = {
    ...effectRequest(call),
    settings: getSettings(call, to),
    target: call.target,
  };
  const what = {
    version: { name: to.name, artifact: to.artifact },
    intent: 'rollback' as const,
    restart: false,
    weight: 100,
    retireOthers: true,
    pollAfterMs: POLL_AFTER_MS,
  };
  const result = call.step.handle
    ? await pollCandidate(request, call.step.handle, what)
    : await startCandidate(request, what);
  return withoutCandidate(result);
}

function isAlive({ state }: RollbackCall, seen: Observation): boolean {
  return seen.instances.some(
    instance =>
      instance.ready &&
      instance.id !== state.candidate?.id &&
      runsArtifact(instance, state.rollback?.to?.artifact),
  );
}

function isBack({ state }: RollbackCall, seen: Observation): boolean {
  const serving = seen.instances.filter(({ weight }) => weight > 0);
  const to = state.rollback?.to;
  return to
    ? serving.length > 0 &&
        serving.every(instance => runsArtifact(instance, to.artifact))
    : !serving.some(instance => runsArtifact(instance, state.version.artifact));
}

/**
 * Removes the restored version from the result's effects, so that it doesn't become the deployment's candidate. The
 * candidate remains the version that is rolled back, with 0 % of the traffic.
 */
function withoutCandidate(result: RollbackStepResult): RollbackStepResult {
  switch (result.state) {
    case 'running': {
      const { effects: _, ...rest } = result;
      return rest;
    }
    case 'succeeded':
      return { ...result, effects: { trafficWeight: 0 } };
    default:
      return result;
  }
}

/** Waits until the restored version takes traffic, then measures the golden path's checks on it. */
async function verify(
  options: RollbackActionDeps,
  call: RollbackCall,
): Promise<RollbackStepResult> {
  const { state, snapshot, step, now } = call;
  const to = state.rollback?.to;
  const startedAt = step.attemptStartedAt ?? now;
  if (!to) {
    return { state: 'succeeded', verdict: 'inconclusive' };
  }
  // Only a redeployed version has a handle. A baseline that never stopped still has its old settings.
  const isRedeployed = state.rollback?.steps.some(
    ({ action, handle }) => action === 'restore' && handle !== undefined,
  );
  const settings = isRedeployed ? getSettings(call, to) : undefined;
  const seen = await call.observe(settings);
  const restored = seen.instances.find(
    instance =>
      runsArtifact(instance, to.artifact) &&
      instance.ready &&
      instance.weight > 0,
  );
  if (!restored) {
    return now < startedAt + SEEN_WITHIN_MS
      ? {
          state: 'running',
          pollAfterMs: POLL_AFTER_MS,
          message: `Waiting until ${to.name} takes traffic`,
        }
      : {
          state: 'failed',
          error: {
            code: 'not-restored',
            message: `${to.name} gets no traffic: ${describe(seen)}`,
          },
          retryable: false,
        };
  }
  const { assessments, nextPollAt } = await options.measurer.takeMeasurements({
    deploymentId: state.id,
    stepId: toRollbackLogId(step.id),
    attempt: step.attempt,
    checks: Object.keys(snapshot.checks),
    startedAt,
    forMs: options.verifyForMs,
    now,
    deadline: call.scope.deadline,
    signal: call.scope.signal,
    measurementTargets: { candidate: restored, version: to },
    ...(settings ? { settings } : {}),
  });
  const verdict = judgeStep(assessments);
  const message = assessments
    .map(({ state: check }) =>
      check.message ? `${check.name}: ${check.message}` : check.name,
    )
    .join('; ');
  if (verdict === undefined) {
    return {
      state: 'running',
      pollAfterMs: Math.max((nextPollAt ?? now) - now, 0),
      message: `Checking ${to.name}`,
    };
  }
  return verdict === 'failed'
    ? {
        state: 'failed',
        verdict,
        error: { code: 'check-failed', message },
        retryable: false,
      }
    : { state: 'succeeded', verdict, message };
}

/**
 * Returns the step id under which the log lines and measurements of a rollback step are stored. The slash keeps it
 * different from a golden path's step ids, such as `verify`, because those contain no slash.
 */
export function toRollbackLogId(id: string): string {
  return `rollback/${id}`;
}

/**
 * Returns the settings to restore a version with. The snapshot has them for the rollback target, which is usually the
 * version of a stopped baseline. For any other version, this deployment's own settings are used.
 */
function getSettings(
  { snapshot }: RollbackCall,
  to: VersionSummary,
): JsonObject {
  const { rollbackTarget, rollbackTargetSettings, target } = snapshot;
  return rollbackTargetSettings && rollbackTarget?.artifact === to.artifact
    ? rollbackTargetSettings
    : target.settings;
}

function effectRequest(call: RollbackCall): EffectRequest {
  const { state, snapshot, scope } = call;
  return {
    service: state.service,
    environment: snapshot.environment,
    settings: snapshot.target.settings,
    deploymentId: state.id,
    idempotencyKey: call.idempotencyKey,
    fence: state.fence ?? 0,
    deadline: scope.deadline,
    signal: scope.signal,
    log: call.log.write,
  };
}

function describe(seen: Observation): string {
  return seen.instances.length === 0
    ? 'no version is running'
    : `it reports ${groupByVersion(seen.instances)
        .map(({ versionName, weight }) => `${versionName} with ${weight} %`)
        .join(' and ')}`;
}
