import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';
import { parseLocalTime } from '../../shared/format/parseLocalTime';

/** When a deployment starts at the earliest. */
export type StartTime =
  | { kind: 'now' }
  /** When the environment's deployment windows open next, as an ISO time. */
  | { kind: 'window'; at: string }
  /** The value of a date-and-time field, in the reader's zone; empty until a person has filled it in. */
  | { kind: 'time'; local: string };

/** Finds when the next deployment window opens; `undefined` if one is open now, or if nobody knows. */
export function findNextWindow(
  blockers: readonly Blocker[],
): string | undefined {
  return blockers.find(({ kind }) => kind === 'window')?.until;
}

/** Returns the earliest start as an ISO time; `undefined` for an immediate or an unfinished choice. */
export function toNotBefore(start: StartTime): string | undefined {
  switch (start.kind) {
    case 'now':
      return undefined;
    case 'window':
      return start.at;
    case 'time':
      return parseLocalTime(start.local);
    default:
      return start satisfies never;
  }
}

/** What is wrong with the choice; `undefined` if nothing is. */
export function findStartMistake(
  start: StartTime,
  now: number,
): 'missing' | 'past' | undefined {
  if (start.kind !== 'time') {
    return undefined;
  }
  const at = toNotBefore(start);
  if (at === undefined) {
    return 'missing';
  }
  return Date.parse(at) <= now ? 'past' : undefined;
}

const WINDOW = 'window/';

/** Writes the choice into a link, as an ISO time; `undefined` for an immediate or an unfinished choice. */
export function formatStart(start: StartTime): string | undefined {
  const at = toNotBefore(start);
  return at && start.kind === 'window' ? `${WINDOW}${at}` : at;
}

/**
 * Reads the choice from a link. What isn't a time becomes an immediate start. A window that has opened since becomes a time in
 * the past, so that a person chooses again.
 */
export function parseStart(text: string | undefined, now: number): StartTime {
  const isWindow = text?.startsWith(WINDOW) === true;
  const time = DateTime.fromISO(
    (isWindow ? text?.slice(WINDOW.length) : text) ?? '',
  );
  if (!time.isValid) {
    return { kind: 'now' };
  }
  return isWindow && time.toMillis() > now
    ? { kind: 'window', at: new Date(time.toMillis()).toISOString() }
    : { kind: 'time', local: time.toFormat("yyyy-MM-dd'T'HH:mm") };
}
