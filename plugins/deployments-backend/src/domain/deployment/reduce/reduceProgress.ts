import type { JsonObject } from '@backstage/types';
import type { ProgressChange, ReportChange } from '../events';
import type { StepState } from '../state';

type Progressed = Pick<
  StepState,
  | 'handle'
  | 'kept'
  | 'message'
  | 'links'
  | 'problems'
  | 'externalWait'
  | 'timeoutAt'
  | 'pollAt'
>;

/** Applies the report of a running step or rollback step to its state. */
export function reduceProgress(
  step: Progressed,
  event: ProgressChange,
): Progressed {
  return {
    ...reduceReport(step, event),
    handle: event.handle ?? step.handle,
    kept: readKept(event.handle) ?? step.kept,
    message: event.message ?? step.message,
    pollAt: event.pollAt,
    // Without `externalWait`, an event changes nothing about a wait.
    ...(event.externalWait === undefined
      ? {}
      : {
          externalWait: event.externalWait ?? undefined,
          timeoutAt: event.externalWait ? undefined : event.timeoutAt,
        }),
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
