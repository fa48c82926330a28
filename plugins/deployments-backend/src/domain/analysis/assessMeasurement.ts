import type { CheckModel } from '../model/deploymentsModel';
import { say } from '../text/say';
import { toPhrase, toSaid } from '../text/stepSentences';
import type { AssessedMeasurement, CheckResponse } from './measurement';
import { assessThreshold, hasConditions, type Unit } from './threshold';

/**
 * Assesses one response of a check. During the warm-up, responses are shown but don't count. A response that can't be
 * assessed is an error, never a pass.
 */
export function assessMeasurement(
  check: Pick<CheckModel, 'passes' | 'afterMs' | 'minSamples'>,
  response: CheckResponse,
  at: { at: number; startedAt: number; unit?: Unit },
): AssessedMeasurement {
  const assessed = assessResponse(check, response, at.unit);
  const warmingUp = at.at < at.startedAt + check.afterMs;
  return {
    at: at.at,
    ...assessed,
    ...(warmingUp ? { outcome: 'warming_up' as const } : {}),
  };
}

function assessResponse(
  check: Pick<CheckModel, 'passes' | 'minSamples'>,
  response: CheckResponse,
  unit?: Unit,
): Omit<AssessedMeasurement, 'at'> {
  switch (response.kind) {
    case 'no_data':
      return { outcome: 'no_data', ...toPhrase([say('measured_nothing')]) };
    case 'error':
      return { outcome: 'error', message: response.message };
    case 'measured': {
      const { value, text, samples, baseline, holds, message } = response;
      const shown = {
        ...(Number.isFinite(value) ? { value } : {}),
        ...(text !== undefined ? { text } : {}),
        ...(samples !== undefined ? { samples } : {}),
        ...(Number.isFinite(baseline?.value) ? { baseline } : {}),
      };
      const { minSamples } = check;
      if (minSamples) {
        if (samples === undefined) {
          return {
            ...shown,
            outcome: 'error',
            ...toPhrase([say('measured_no_size', { needed: minSamples })]),
          };
        }
        if (samples < minSamples) {
          return {
            ...shown,
            outcome: 'no_data',
            ...toPhrase([
              say('measured_few', { count: samples, needed: minSamples }),
            ]),
          };
        }
      }
      if (holds === undefined && !hasConditions(check.passes)) {
        return {
          ...shown,
          outcome: 'error',
          ...toPhrase([say('measured_no_condition')]),
        };
      }
      const threshold = assessThreshold(check.passes, response, unit);
      // With `equals: false`, a response that does not hold is the expected one.
      const ownCondition =
        typeof check.passes.equals === 'boolean' || holds !== false;
      // A response that breaks the provider's own condition has failed, even without a number, e.g. after a timeout.
      if (threshold.result === 'unanswerable' && ownCondition) {
        return {
          ...shown,
          outcome: 'error',
          ...toPhrase([threshold.sentence]),
        };
      }
      if (threshold.result === 'broken' || !ownCondition) {
        return {
          ...shown,
          outcome: 'failed',
          ...(threshold.result === 'broken' && ownCondition
            ? toPhrase([threshold.sentence])
            : toSaid({ message }, say('measured_otherwise'))),
        };
      }
      return {
        ...shown,
        outcome: 'passed',
        ...(message !== undefined ? { message } : {}),
      };
    }
    default: {
      const unknown: never = response;
      throw new Error(`Unknown response: ${JSON.stringify(unknown)}`);
    }
  }
}
