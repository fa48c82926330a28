import type { JsonObject } from '@backstage/types';
import type { ProgressChange, ReportChange } from '../events';
import { withoutUndefined } from '../plainData';
import type { StepState } from '../state';

type Progressed = Pick<
  StepState,
  | 'handle'
  | 'kept'
  | 'message'
  | 'messageSentences'
  | 'links'
  | 'problems'
  | 'externalWait'
  | 'idle'
  | 'promotable'
  | 'timeoutAt'
  | 'pollAt'
>;

/** Changes a step or a rollback step. What its message says by codes goes with the message. */
export function changeStepState<
  T extends Pick<StepState, 'message' | 'messageSentences'>,
>(step: T, change: Partial<T>): T {
  return withoutUndefined({
    ...step,
    ...('message' in change ? { messageSentences: undefined } : {}),
    ...change,
  });
}

/** Applies the report of a running step or rollback step to its state. */
export function reduceProgress(
  step: Progressed,
  event: ProgressChange,
): Progressed {
  return {
    ...reduceReport(step, event),
    handle: event.handle ?? step.handle,
    kept: readKept(event.handle) ?? step.kept,
    ...(event.message === undefined
      ? {}
      : { message: event.message, messageSentences: event.sentences }),
    pollAt: event.pollAt,
    ...(event.promotable === undefined
      ? {}
      : { promotable: event.promotable ?? undefined }),
    ...reduceWait(event),
  };
}

/** Begins or ends a wait for somebody elsewhere, or one that is planned. Without either, a wait and the timeout stay. */
function reduceWait({
  externalWait,
  idle,
  timeoutAt,
}: ProgressChange): Pick<Progressed, 'externalWait' | 'idle' | 'timeoutAt'> {
  return {
    ...(externalWait === undefined
      ? {}
      : { externalWait: externalWait ?? undefined }),
    ...(idle === undefined ? {} : { idle: idle || undefined }),
    ...(externalWait === undefined && idle === undefined
      ? {}
      : { timeoutAt: externalWait || idle ? undefined : timeoutAt }),
  };
}

function readKept(handle: JsonObject | undefined): JsonObject | undefined {
  const kept = handle?.kept;
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept)
    ? kept
    : undefined;
}

/** Applies the links and problems of a report; an empty list removes the stored ones. */
export function reduceReport(
  step: ReportChange,
  { links = step.links, problems = step.problems }: ReportChange,
): ReportChange {
  return {
    links: links?.length ? links : undefined,
    problems: problems?.length ? problems : undefined,
  };
}
