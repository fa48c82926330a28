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
 * What an answer of one that goes on changes; nothing, when it says what is known. Only news is told again: a poll that
 * finds all as it was leaves no more than when to look next.
 */
export function toProgress(
  result: Extract<StepResult, { state: 'running' }>,
  known: Partial<Progress>,
  now: number,
): Progress | undefined {
  const pollAt = now + Math.max(0, result.pollAfterMs);
  const { handle, message } = result;
  const news = {
    ...(handle && !sameData(handle, known.handle) ? { handle } : {}),
    ...(message !== undefined && message !== known.message ? { message } : {}),
  };
  return pollAt === known.pollAt && Object.keys(news).length === 0
    ? undefined
    : { ...news, pollAt };
}

/** Whether an event only says when to look again: for replaying, not for reading. */
export function isOnlyAPoll(event: EventBody): boolean {
  return (
    (event.type === 'stepProgressed' ||
      event.type === 'rollbackStepProgressed') &&
    event.message === undefined
  );
}
