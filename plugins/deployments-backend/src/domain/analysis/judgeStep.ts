import type {
  CheckState,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { say, sayStated, type Said } from '../text/say';
import { toPhrase } from '../text/stepSentences';
import type { CheckAssessment } from './assess';
import { describeFailedChecks } from './describeFailedCheck';
import type { MeasuredVerdict } from './measurement';

/**
 * Derives a step's verdict from the verdicts of its checks. One failed check decides immediately. Otherwise, the result is
 * `undefined` until every check has a verdict: after an error or an inconclusive check, the others continue, because one of
 * them may still fail and require a rollback.
 */
export function judgeStep(
  checks: readonly { verdict?: MeasuredVerdict }[],
): MeasuredVerdict | undefined {
  if (checks.some(check => check.verdict === 'failed')) {
    return 'failed';
  }
  if (checks.some(check => check.verdict === undefined)) {
    return undefined;
  }
  if (checks.some(check => check.verdict === 'error')) {
    return 'error';
  }
  if (checks.length === 0 || checks.some(check => check.verdict !== 'passed')) {
    return 'inconclusive';
  }
  return 'passed';
}

/** Says why checks ended in a verdict. */
export function describeVerdict(
  assessments: CheckAssessment[],
  verdict: MeasuredVerdict,
): Said {
  const decisive = assessments.filter(it => it.verdict === verdict);
  const failures = decisive.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) {
    return describeFailedChecks(failures);
  }
  return toPhrase(
    (decisive.length ? decisive : assessments).flatMap(({ state }) => {
      const said = sayCheck(state);
      const { name: check, passed, failed } = state;
      return said.length > 0
        ? said
        : [say('check_counts', { check, passed, failed })];
    }),
  );
}

/** What a check says, after its name; nothing if it has no message. */
export function sayCheck({
  name: check,
  message,
  messageSentences: sentences,
}: CheckState): Sentence[] {
  return message === undefined
    ? []
    : [say('check_named', { check }), ...sayStated({ message, sentences })];
}
