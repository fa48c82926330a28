import type {
  CheckState,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { assessCheck } from '../../domain/analysis/assess';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { StepState } from '../../domain/deployment/state';

/** How the checks of a step stand in its last attempt, in the order in which the step names them. */
export function toCheckStatesView(
  step: StepState,
  snapshot: Snapshot,
  measurements: Measurement[],
  now: number,
): CheckState[] {
  const startedAt = step.attemptStartedAt ?? step.startedAt;
  if (startedAt === undefined) return [];
  const names = snapshot.steps.find(({ id }) => id === step.id)?.checks ?? [];
  return names.flatMap(name => {
    const check = snapshot.checks[name];
    if (!check) return [];
    const own = measurements
      .filter(m => m.stepId === step.id && m.check === name)
      .map(m => ({ ...m, at: Date.parse(m.at) }));
    // Of earlier attempts, too: what a reader adds must be newer than all that was looked at.
    const measuredThrough = Math.max(0, ...own.map(({ seq }) => seq));
    const { state } = assessCheck(check, own, {
      startedAt,
      windowEnds: endOfPeriod(step, own.at(-1)?.at),
      ended: true,
      now,
    });
    return [{ ...state, measuredThrough }];
  });
}

/**
 * A step that ended by the verdict of all its checks had observed each to its end, which is its last measurement. One
 * that goes on, or was cut short by another check or a person, has only the verdicts that were reached before the end.
 */
function endOfPeriod(step: StepState, lastAt: number | undefined): number {
  const observedToTheEnd =
    step.verdict === 'passed' ||
    step.verdict === 'inconclusive' ||
    step.verdict === 'error';
  return observedToTheEnd && lastAt !== undefined
    ? lastAt
    : Number.POSITIVE_INFINITY;
}
