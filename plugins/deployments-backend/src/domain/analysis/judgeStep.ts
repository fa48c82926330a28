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
