import type {
  StepResult,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';

/** How soon to poll again, in milliseconds, if the target gives no hint. */
export const DEFAULT_POLL_AFTER_MS = 500;
const SHORTEST_POLL_MS = 250;
const LONGEST_POLL_MS = 60_000;

type Running = Extract<StepResult, { state: 'running' }>;
type Failed = Extract<StepResult, { state: 'failed' }>;

/** Returns when to poll a target again, in milliseconds. Its hint is kept within limits. */
export function choosePollAfter(hint: number | undefined): number {
  return hint === undefined || Number.isNaN(hint)
    ? DEFAULT_POLL_AFTER_MS
    : Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, hint));
}

/** Turns the progress of an effect that has not ended into the result of its step. */
export function toRunning(
  progress: Extract<TargetProgress, { state: 'working' | 'waiting' }>,
  handle: JsonObject,
): Running {
  const running: Running = {
    state: 'running',
    handle,
    pollAfterMs: choosePollAfter(progress.pollAfterMs),
    message: progress.message,
    links: progress.links ?? [],
    problems: progress.problems ?? [],
  };
  switch (progress.state) {
    case 'working':
      return running;
    case 'waiting':
      return { ...running, blocker: toBlocker(progress) };
    default: {
      const unknown: never = progress;
      throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
    }
  }
}

/** Turns the progress of an effect that failed into the result of its step. */
export function toFailed(
  progress: Extract<TargetProgress, { state: 'failed' }>,
): Failed {
  return {
    state: 'failed',
    error: { code: progress.code, message: progress.message },
    retryable: progress.retryable,
    ...(progress.links ? { links: progress.links } : {}),
    ...(progress.problems ? { problems: progress.problems } : {}),
  };
}

function toBlocker({
  message,
  until,
  ask,
  links,
}: Extract<TargetProgress, { state: 'waiting' }>): Blocker {
  const end = until === undefined ? undefined : new Date(until);
  return {
    kind: 'external',
    message,
    ...(end && !Number.isNaN(end.getTime())
      ? { until: end.toISOString() }
      : {}),
    ...(ask ? { ask } : {}),
    ...(links ? { links } : {}),
  };
}
