import type {
  StepKind,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { ERROR_CODES } from '../domain/deployment/errorCodes';
import {
  describeVerdict,
  judgeStep,
  sayCheck,
} from '../domain/analysis/judgeStep';
import type { CheckAssessment } from '../domain/analysis/assess';
import type { Measured, Measurer } from '../checks/takeMeasurements';
import { duration } from '../config/schema/durations';
import { say, type Said } from '../domain/text/say';
import { sayChecks, toPhrase } from '../domain/text/stepSentences';
import { describeBySaying } from './sayingStepKind';

const schema = z.strictObject({
  /** Names of checks under `deployments.checks`. */
  checks: z.array(z.string()).min(1),
  /** How long to observe the checks. */
  for: duration.default(0),
});

export interface CheckStepOptions {
  measurer: Measurer;
}

/** Observes checks and ends with their combined verdict. */
export function createCheckStep(
  options: CheckStepOptions,
): StepKind<z.infer<typeof schema>> {
  const { measurer } = options;
  return describeBySaying<z.infer<typeof schema>>({
    id: 'check',
    schema,
    timeoutMs: 60 * 60_000,
    changes: () => 'none',
    say: ({ checks, for: forMs }) => sayChecks(checks, forMs),
    start(request) {
      return this.poll(request);
    },
    async poll(request) {
      const { now, startedAt, with: settings } = request;
      const observed = await measurer.takeMeasurements({
        deploymentId: request.deploymentId,
        stepId: request.stepId,
        attempt: request.attempt,
        checks: settings.checks,
        startedAt,
        forMs: settings.for,
        now,
        deadline: request.deadline,
        signal: request.signal,
        withBaseline: true,
        measurementTargets: {
          candidate: request.candidate,
          version: request.version,
        },
      });
      return toResult(observed);
    },
    async cancel() {
      return 'cancelled';
    },
  });
}

/** Derives the step's result from its checks. */
function toResult({ assessments, now, nextPollAt }: Measured): StepResult {
  const verdict = judgeStep(assessments);
  if (verdict === undefined) {
    return {
      state: 'running',
      pollAfterMs: Math.max((nextPollAt ?? now + 1_000) - now, 0),
      ...describeProgress(assessments),
    };
  }
  const described = describeVerdict(assessments, verdict);
  switch (verdict) {
    case 'passed':
      return { state: 'succeeded', verdict, ...described };
    case 'failed':
      return {
        state: 'failed',
        verdict,
        error: { code: ERROR_CODES.checkFailed, ...described },
        retryable: false,
      };
    case 'inconclusive':
    case 'error':
      return { state: 'undecided', verdict, ...described };
    default: {
      const unknown: never = verdict;
      throw new Error(`Unknown verdict ${unknown}`);
    }
  }
}

/** Describes the progress by the checks' messages. The counts are left out, because the check states show them. */
function describeProgress(assessments: CheckAssessment[]): Said {
  const notable = assessments.flatMap(({ state }) => sayCheck(state));
  return toPhrase(
    notable.length > 0
      ? notable
      : [
          say('result_watching', {
            checks: assessments.map(({ state }) => state.name).join(', '),
          }),
        ],
  );
}
