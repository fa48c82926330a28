import type {
  EffectRequest,
  Observation,
  DeploymentTarget,
} from '@slipway/backstage-plugin-deployments-node';
import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { Observer } from '../../checks/takeMeasurements';
import type { RollbackStepResult } from '../../domain/deployment/commands';
import { pollCandidate, startCandidate } from '../../steps/deployCandidate';
import { judgeStep } from '../../domain/analysis/assess';
import { findMarks } from '../../persistence/repositories/versions';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { DeploymentState } from '../../domain/deployment/state';
import type { CallScope } from './call';
import type { StepLog } from './stepLogs';

type RollbackStep = NonNullable<DeploymentState['rollback']>['steps'][number];

/** What a rollback does itself; cancel and undo belong to step kinds. */
export interface RollbackActions {
  restore(call: RollbackCall): Promise<RollbackStepResult>;
  verify(call: RollbackCall): Promise<RollbackStepResult>;
}

export interface RollbackCall {
  state: DeploymentState;
  snapshot: Snapshot;
  target: DeploymentTarget;
  step: RollbackStep;
  idempotencyKey: string;
  now: number;
  scope: CallScope;
  log: StepLog;
}

export interface RollbackOptions {
  knex: Knex;
  observer: Observer;
  /** How long checks are watched after a rollback, in milliseconds. Short: traffic is back already. */
  verifyForMs: number;
}

const POLL_AFTER_MS = 1_000;
/** How long the restored version may take to be seen. */
const SEEN_WITHIN_MS = 60_000;

export function createRollbackActions(
  options: RollbackOptions,
): RollbackActions {
  return {
    restore: call => restore(options, call),
    verify: call => verify(options, call),
  };
}

/**
 * Brings back what ran: by the target's own way back while it lives, else by bringing it, or what is known good, in
 * again.
 */
async function restore(
  options: RollbackOptions,
  call: RollbackCall,
): Promise<RollbackStepResult> {
  const { state, target, step } = call;
  const { strategy, to } = state.rollback ?? {};
  if (to && (step.handle || strategy === 'last_known_good')) {
    return restoreVersion(options, call, to);
  }
  if (to && !isAlive(call, await target.observe(serviceEnvironment(call)))) {
    call.log.write(
      `${to.name} does not run any more, so it is brought in again`,
      'warn',
    );
    return restoreVersion(options, call, to);
  }
  await target.abort({
    ...effectRequest(call),
    ...(state.candidate ? { candidate: state.candidate } : {}),
  });
  const seen = await target.observe(serviceEnvironment(call));
  if (isBack(call, seen)) {
    return { state: 'succeeded', effects: { trafficWeight: 0 } };
  }
  return call.now < (step.attemptStartedAt ?? call.now) + SEEN_WITHIN_MS
    ? {
        state: 'running',
        pollAfterMs: POLL_AFTER_MS,
        message: `Waiting until only ${to?.name ?? 'nothing'} takes traffic`,
      }
    : {
        state: 'failed',
        error: {
          code: 'not-restored',
          message: `The target was asked to go back to ${
            to?.name ?? 'nothing'
          }, but ${describe(seen)}`,
        },
        retryable: true,
      };
}

async function restoreVersion(
  { knex }: RollbackOptions,
  call: RollbackCall,
  to: VersionSummary,
): Promise<RollbackStepResult> {
  // The way back was chosen when the deployment started; it may have been put in quarantine since.
  const marks = call.step.handle
    ? undefined
    : await findMarks(knex, call.state.service, to.id);
  if (marks?.quarantined) {
    return {
      state: 'failed',
      error: {
        code: 'quarantined',
        message: `${to.name} is in quarantine: ${marks.quarantined.reason}. Roll back to another version.`,
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
    ({ id, artifact, ready }) =>
      ready &&
      id !== state.candidate?.id &&
      artifact === state.rollback?.to?.artifact,
  );
}

function isBack({ state }: RollbackCall, seen: Observation): boolean {
  const serving = servingArtifacts(seen);
  const to = state.rollback?.to;
  return to
    ? serving.length === 1 && serving[0] === to.artifact
    : !serving.includes(state.version.artifact);
}

/** The candidate of the deployment stays the one that is rolled back: its traffic falls to 0. */
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

/** Sees that the restored version really runs, then asks the path's checks about it. */
async function verify(
  options: RollbackOptions,
  call: RollbackCall,
): Promise<RollbackStepResult> {
  const { state, snapshot, target, step, now } = call;
  const to = state.rollback?.to;
  const startedAt = step.attemptStartedAt ?? now;
  if (!to) {
    return { state: 'succeeded', verdict: 'inconclusive' };
  }
  // Only bringing a version in leaves a handle; a baseline that never stopped runs with what it had.
  const broughtBack = state.rollback?.steps.some(
    ({ action, handle }) => action === 'restore' && handle !== undefined,
  );
  const settings = broughtBack ? getSettings(call, to) : undefined;
  const seen = await target.observe({
    ...serviceEnvironment(call),
    ...(settings ? { settings } : {}),
  });
  const restored = seen.instances.find(
    instance =>
      instance.artifact === to.artifact &&
      instance.ready &&
      instance.weight > 0,
  );
  if (!restored) {
    return now < startedAt + SEEN_WITHIN_MS
      ? {
          state: 'running',
          pollAfterMs: POLL_AFTER_MS,
          message: `Waiting until ${to.name} is seen to take traffic`,
        }
      : {
          state: 'failed',
          error: {
            code: 'not-restored',
            message: `${to.name} does not take traffic: ${describe(seen)}`,
          },
          retryable: false,
        };
  }
  const { assessments, nextPollAt } = await options.observer.observe({
    deploymentId: state.id,
    stepId: rollbackPart(step.id),
    attempt: step.attempt,
    checks: Object.keys(snapshot.checks),
    startedAt,
    forMs: options.verifyForMs,
    now,
    deadline: call.scope.deadline,
    signal: call.scope.signal,
    subjects: { candidate: restored, version: to },
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
 * What log lines and measurements of a rollback's step are kept under: a golden path may well have a step `verify` of
 * its own. Ids of steps have no slash.
 */
export function rollbackPart(id: string): string {
  return `rollback/${id}`;
}

/**
 * What a version is brought back with. A baseline that has died is as a rule the last known good itself; of any other
 * nothing is known but what this deployment froze.
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

function serviceEnvironment({ state, snapshot, scope }: RollbackCall) {
  return {
    service: state.service,
    environment: snapshot.environment,
    settings: snapshot.target.settings,
    signal: scope.signal,
  };
}

function servingArtifacts(seen: Observation): string[] {
  return [
    ...new Set(
      seen.instances
        .filter(({ weight }) => weight > 0)
        .map(({ artifact }) => artifact),
    ),
  ];
}

function describe(seen: Observation): string {
  return seen.instances.length === 0
    ? 'nothing runs'
    : `it shows ${seen.instances
        .map(({ versionName, weight }) => `${versionName} with ${weight} %`)
        .join(' and ')}`;
}
