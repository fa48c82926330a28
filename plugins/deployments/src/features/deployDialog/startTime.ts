import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
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
