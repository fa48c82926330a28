import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { EventBody, ProgressChange, ReportChange } from './events';
import { sameData, withoutUndefined } from './plainData';
import type { StepState } from './state';

/** What is stored of an attempt's last report. */
type StoredProgress = Pick<
  StepState,
  | 'handle'
  | 'message'
  | 'pollAt'
  | 'timeoutAt'
  | 'links'
  | 'problems'
  | 'externalWait'
>;

/** The facts of a report's commit. */
export interface ReportContext {
  /** Epoch milliseconds. */
  now: number;
  /** How long the attempt may wait for somebody elsewhere, in milliseconds. */
  decideWithinMs: number;
  /** The step that the blocker of a wait belongs to. */
  stepId: string | undefined;
  /** Whether the attempt may wait for somebody elsewhere. It may not once it has been asked to stop. */
  mayWait: boolean;
}

/**
 * Returns what the report of a running step changes; `undefined` if nothing. Leaves out fields that are already stored, so a
 * poll without news only records when to poll next.
 */
export function toProgress(
  result: Extract<StepResult, { state: 'running' }>,
  stored: StoredProgress,
  context: ReportContext,
): ProgressChange | undefined {
  const pollAt = context.now + Math.max(0, result.pollAfterMs);
  const { handle, message } = result;
  const news = {
    ...(handle && !sameData(handle, stored.handle) ? { handle } : {}),
    ...(message !== undefined && message !== stored.message ? { message } : {}),
    ...toReportChange(result, stored),
    ...changeWait(result.blocker, stored, context),
  };
  return pollAt === stored.pollAt && Object.keys(news).length === 0
    ? undefined
    : { ...news, pollAt };
}

/** Returns the links and problems of a report that differ from the stored ones. */
export function toReportChange(
  { links, problems }: ReportChange,
  stored: ReportChange,
): ReportChange {
  return {
    ...(links && !sameData(links, stored.links ?? []) ? { links } : {}),
    ...(problems && !sameData(problems, stored.problems ?? [])
      ? { problems }
      : {}),
  };
}

/**
 * Begins, changes or ends the wait for somebody elsewhere. Another poll does not extend its deadline. When it ends, the
 * attempt has as much time left as when the wait began.
 */
function changeWait(
  blocker: Blocker | undefined,
  { externalWait, timeoutAt }: StoredProgress,
  { now, decideWithinMs, stepId, mayWait }: ReportContext,
): Pick<ProgressChange, 'externalWait' | 'timeoutAt'> {
  if (!blocker || !mayWait) {
    return externalWait
      ? {
          externalWait: null,
          ...(externalWait.timeLeftMs === undefined
            ? {}
            : { timeoutAt: now + externalWait.timeLeftMs }),
        }
      : {};
  }
  const next = {
    ...(externalWait ?? {
      decideBy: now + decideWithinMs,
      ...(timeoutAt === undefined
        ? {}
        : { timeLeftMs: Math.max(0, timeoutAt - now) }),
    }),
    blocker: withoutUndefined({
      ...blocker,
      kind: 'external' as const,
      stepId,
    }),
  };
  return sameData(next, externalWait) ? {} : { externalWait: next };
}

/** Whether an event only records when to poll next, which is of no interest to readers. */
export function isOnlyAPoll(event: EventBody): boolean {
  return (
    (event.type === 'stepProgressed' ||
      event.type === 'rollbackStepProgressed') &&
    event.message === undefined &&
    event.links === undefined &&
    event.problems === undefined &&
    event.externalWait === undefined
  );
}
