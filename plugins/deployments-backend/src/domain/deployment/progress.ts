import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { EventBody } from './events';
import { sameData } from './plainData';

export interface Progress {
  handle?: JsonObject;
  message?: string;
  pollAt: number;
}

/**
 * Returns what the report of a running step changes; `undefined` if nothing. Leaves out fields that are already stored, so a
 * poll without news only records when to poll next.
 */
export function toProgress(
  result: Extract<StepResult, { state: 'running' }>,
  stored: Partial<Progress>,
  now: number,
): Progress | undefined {
  const pollAt = now + Math.max(0, result.pollAfterMs);
  const { handle, message } = result;
  const news = {
    ...(handle && !sameData(handle, stored.handle) ? { handle } : {}),
    ...(message !== undefined && message !== stored.message ? { message } : {}),
  };
  return pollAt === stored.pollAt && Object.keys(news).length === 0
    ? undefined
    : { ...news, pollAt };
}

/** Whether an event only records when to poll next, which is of no interest to readers. */
export function isOnlyAPoll(event: EventBody): boolean {
  return (
    (event.type === 'stepProgressed' ||
      event.type === 'rollbackStepProgressed') &&
    event.message === undefined
  );
}
