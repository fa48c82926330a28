import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { EventBody, ProgressChange, ReportChange } from './events';
import { sameData, withoutUndefined } from './plainData';
import type { ExternalWait, StepState } from './state';

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
  | 'idle'
  | 'promotable'
  | 'commandSeq'
>;

type Running = Extract<StepResult, { state: 'running' }>;

/** The facts of a report's commit. */
export interface ReportContext {
  /** Epoch milliseconds. */
  now: number;
  /** How long the attempt may wait for somebody elsewhere unless it says otherwise, in milliseconds. */
  decideWithinMs: number;
  /** The timeout of the step, in milliseconds. Absent if it can't wait as planned. */
  timeoutMs?: number;
  /** The `seq` of the state that the call was made with. Absent if it knows of all commands. */
  seenSeq?: number;
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
  result: Running,
  stored: StoredProgress,
  context: ReportContext,
): ProgressChange | undefined {
  const pollAt = choosePollAt(result, stored, context);
  const { handle, message, sentences } = result;
  const news = {
    ...(handle && !sameData(handle, stored.handle) ? { handle } : {}),
    ...(message !== undefined && message !== stored.message
      ? { message, ...(sentences ? { sentences } : {}) }
      : {}),
    ...toReportChange(result, stored),
    ...changePromotable(result, stored, context),
    ...changeWaits(result, stored, context),
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

/** Chooses when to poll next: immediately if there was a command that the call did not know of. */
function choosePollAt(
  { pollAfterMs }: Running,
  stored: StoredProgress,
  context: ReportContext,
): number {
  const { now } = context;
  return isOutdated(stored, context) ? now : now + Math.max(0, pollAfterMs);
}

/** Whether there was a command that the call did not know of. Then what the call asks a person may be settled already. */
function isOutdated(
  { commandSeq = 0 }: StoredProgress,
  { seenSeq = Infinity }: ReportContext,
): boolean {
  return commandSeq > seenSeq;
}

function changePromotable(
  { promotable, idle }: Running,
  stored: StoredProgress,
  context: ReportContext,
): Pick<ProgressChange, 'promotable'> {
  const reported = context.mayWait && idle ? promotable : undefined;
  const next =
    reported && isOutdated(stored, context) ? stored.promotable : reported;
  return sameData(next, stored.promotable) ? {} : { promotable: next ?? null };
}

/**
 * Begins, changes or ends the wait for somebody elsewhere, and the one that the step planned. When all have ended, the attempt
 * has as much time left as when the wait for somebody began, or its whole timeout after a planned one.
 */
function changeWaits(
  { blocker, deadline, idle }: Running,
  stored: StoredProgress,
  context: ReportContext,
): Pick<ProgressChange, 'externalWait' | 'idle' | 'timeoutAt'> {
  const { now, timeoutMs, mayWait } = context;
  const wasIdle = stored.idle === true;
  const isIdle = idle === true && mayWait && timeoutMs !== undefined;
  const restarted =
    wasIdle && !isIdle && timeoutMs !== undefined ? now + timeoutMs : undefined;
  const findWait = (asked: Blocker) =>
    isOutdated(stored, context)
      ? stored.externalWait
      : continueWait(
          { blocker: asked, deadline },
          {
            externalWait: stored.externalWait,
            timeoutAt: isIdle ? undefined : restarted ?? stored.timeoutAt,
          },
          context,
        );
  const wait = blocker && mayWait ? findWait(blocker) : undefined;
  const isNews = !sameData(wait, stored.externalWait);
  const resumedAt =
    isIdle || wait ? undefined : restarted ?? resume(stored, now);
  return {
    ...(isNews ? { externalWait: wait ?? null } : {}),
    ...(isIdle === wasIdle ? {} : { idle: isIdle }),
    ...(resumedAt === undefined ? {} : { timeoutAt: resumedAt }),
  };
}

/** Returns when an attempt times out whose wait for somebody ends now; `undefined` if there was none. */
function resume(
  { externalWait }: StoredProgress,
  now: number,
): number | undefined {
  return externalWait?.timeLeftMs === undefined
    ? undefined
    : now + externalWait.timeLeftMs;
}

/**
 * Begins a wait for somebody, or changes its blocker. Another poll does not extend its deadline, but a wait that ends in another
 * way, or whose deadline is not that of the golden path any more, is a new one.
 */
function continueWait(
  {
    blocker,
    deadline,
  }: Pick<Running, 'blocker' | 'deadline'> & {
    blocker: Blocker;
  },
  {
    externalWait,
    timeoutAt,
  }: Pick<StoredProgress, 'externalWait' | 'timeoutAt'>,
  { now, decideWithinMs, stepId }: ReportContext,
): ExternalWait {
  const promotes = deadline?.otherwise === 'promote';
  const hasOwnDeadline = deadline?.afterMs !== undefined;
  const isSame =
    externalWait !== undefined &&
    (externalWait.otherwise === 'promote') === promotes &&
    (externalWait.hasOwnDeadline ?? false) === hasOwnDeadline;
  const timeLeftMs = externalWait
    ? externalWait.timeLeftMs
    : timeoutAt && Math.max(0, timeoutAt - now);
  const wait = isSame
    ? externalWait
    : {
        decideBy: now + (deadline?.afterMs ?? decideWithinMs),
        ...(promotes ? { otherwise: 'promote' as const } : {}),
        ...(hasOwnDeadline ? { hasOwnDeadline } : {}),
        ...(timeLeftMs === undefined ? {} : { timeLeftMs }),
      };
  const isDecision = blocker.kind === 'decision';
  return {
    ...wait,
    blocker: withoutUndefined({
      ...blocker,
      kind: isDecision ? ('decision' as const) : ('external' as const),
      ...(isDecision ? { until: new Date(wait.decideBy).toISOString() } : {}),
      stepId,
    }),
  };
}

/** Whether an event only records when to poll next, which is of no interest to readers. */
export function isOnlyAPoll(event: EventBody): boolean {
  return (
    (event.type === 'stepProgressed' ||
      event.type === 'rollbackStepProgressed') &&
    event.message === undefined &&
    event.links === undefined &&
    event.problems === undefined &&
    event.externalWait === undefined &&
    event.promotable === undefined
  );
}
