import type { Knex } from 'knex';
import type { Measurer } from '../../checks/takeMeasurements';
import type { RollbackStepResult } from '../../domain/deployment/commands';
import { ERROR_CODES } from '../../domain/deployment/errorCodes';
import { runsArtifact } from '../../domain/serviceEnvironment/observedVersions';
import { describeVerdict, judgeStep } from '../../domain/analysis/judgeStep';
import { say } from '../../domain/text/say';
import { toPhrase } from '../../domain/text/stepSentences';
import { isRedeployment, restorePrevious } from './restorePrevious';
import type { RollbackCall } from './rollbackCall';
import {
  describeObservation,
  getRestoredSettings,
  OBSERVE_AFTER_MS,
  SEEN_WITHIN_MS,
} from './rollbackCall';

/** The rollback steps that act on the target directly. The other two, cancel and undo, call a step kind. */
export interface RollbackActions {
  restore(call: RollbackCall): Promise<RollbackStepResult>;
  verify(call: RollbackCall): Promise<RollbackStepResult>;
}

export interface RollbackActionDeps {
  knex: Knex;
  measurer: Measurer;
  /** How long to measure checks after a rollback, in milliseconds. Short, because users already get the old version. */
  verifyForMs: number;
}

export function createRollbackActions(
  options: RollbackActionDeps,
): RollbackActions {
  return {
    restore: call => restorePrevious(options.knex, call),
    verify: call => verify(options, call),
  };
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
  // A baseline that never stopped still has its old settings.
  const isRedeployed = state.rollback?.steps.some(
    restore => restore.action === 'restore' && isRedeployment(restore),
  );
  const settings = isRedeployed ? getRestoredSettings(call, to) : undefined;
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
          pollAfterMs: OBSERVE_AFTER_MS,
          ...toPhrase([say('result_awaits_traffic', { version: to.name })]),
        }
      : {
          state: 'failed',
          error: {
            code: 'not-restored',
            message: `${to.name} gets no traffic: ${describeObservation(seen)}`,
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
  if (verdict === undefined) {
    return {
      state: 'running',
      pollAfterMs: Math.max((nextPollAt ?? now) - now, 0),
      ...toPhrase([say('result_checking', { version: to.name })]),
    };
  }
  const described = describeVerdict(assessments, verdict);
  return verdict === 'failed'
    ? {
        state: 'failed',
        verdict,
        error: { code: ERROR_CODES.checkFailed, ...described },
        retryable: false,
      }
    : { state: 'succeeded', verdict, ...described };
}

/**
 * Returns the step id under which the log lines and measurements of a rollback step are stored. The slash keeps it
 * different from a golden path's step ids, such as `verify`, because those contain no slash.
 */
export function toRollbackLogId(id: string): string {
  return `rollback/${id}`;
}
