import type { Verdict } from '@slipway/backstage-plugin-deployments-common';
import type {
  StepKind,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { judgeStep } from '../analysis';
import type { CheckAssessment } from '../analysis';
import type { Observer } from '../checks/observe';
import { duration } from '../config/durations';
import { inWords } from './words';

const schema = z.strictObject({
  /** Names of checks under `deployments.checks`. */
  checks: z.array(z.string()).min(1),
  /** How long they are watched. */
  for: duration.default(0),
});

export interface CheckStepOptions {
  observer: Observer;
}

/** Watches checks, and judges. */
export function createCheckStep(
  options: CheckStepOptions,
): StepKind<z.infer<typeof schema>> {
  const { observer } = options;
  return {
    id: 'check',
    schema,
    timeoutMs: 60 * 60_000,
    changes: () => 'none',
    describe: ({ checks, for: forMs }) =>
      `Check ${checks.join(', ')}${forMs > 0 ? ` for ${inWords(forMs)}` : ''}`,
    start(request) {
      return this.poll(request);
    },
    async poll(request) {
      const { now, startedAt, with: settings } = request;
      const observed = await observer.observe({
        deploymentId: request.deploymentId,
        stepId: request.stepId,
        attempt: request.attempt,
        checks: settings.checks,
        startedAt,
        forMs: settings.for,
        now,
        deadline: request.deadline,
        signal: request.signal,
        subjects: {
          candidate: request.candidate,
          version: request.version,
        },
      });
      return resultOf(observed.assessments, observed.now);
    },
    async cancel() {
      return 'cancelled';
    },
  };
}

/** A step's result from how its checks stand. */
export function resultOf(
  assessments: CheckAssessment[],
  now: number,
): StepResult {
  const verdict = judgeStep(assessments);
  const message = inSentence(assessments, verdict);
  switch (verdict) {
    case undefined: {
      const next = Math.min(
        ...assessments.flatMap(({ nextMeasurementAt: at }) =>
          at === undefined ? [] : [at],
        ),
      );
      return {
        state: 'running',
        pollAfterMs: Number.isFinite(next) ? Math.max(next - now, 0) : 1_000,
        message,
      };
    }
    case 'passed':
      return { state: 'succeeded', verdict, message };
    case 'failed':
      return {
        state: 'failed',
        verdict,
        error: { code: 'check-failed', message },
        retryable: false,
      };
    case 'inconclusive':
    case 'error':
      return { state: 'undecided', verdict, message };
    default: {
      const unknown: never = verdict;
      throw new Error(`Unknown verdict ${unknown}`);
    }
  }
}

function inSentence(
  assessments: CheckAssessment[],
  verdict: Verdict | undefined,
): string {
  const decisive = assessments.filter(it =>
    verdict === undefined
      ? it.failingSince !== undefined
      : it.verdict === verdict,
  );
  const told = (decisive.length ? decisive : assessments).map(({ state }) =>
    state.message
      ? `${state.name}: ${state.message}`
      : `${state.name}: ${count(state.passed)} passed, ${count(
          state.failed,
        )} failed`,
  );
  return told.join('; ');
}

function count(value: number): string {
  return value === 0 ? 'none' : String(value);
}
