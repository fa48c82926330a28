import type { Window } from '@slipway/backstage-plugin-deployments-common';
import { latestStart, nextStart, parseSchedule } from './schedule';
import type { Schedule } from './schedule';

/** Whether deployments may start, by an environment's windows. Times are epoch milliseconds. */
export type WindowsState =
  | {
      open: true;
      /** When windows next close it; absent when they do not within sight. */
      closesAt?: number;
    }
  | {
      open: false;
      /** The deny windows that apply; empty when it only lies outside of all allow windows. */
      denying: Window[];
      /** When all of them together first let a deployment start; absent when that is not within sight. */
      opensAt?: number;
    };

const DAY = 24 * 3600_000;
/** How far ahead is looked, and in how many steps at most: windows that begin again and again must not cost minutes. */
const SIGHT_MS = 400 * DAY;
const MAX_STEPS = 2000;

/**
 * A window lasts from a beginning for its duration of elapsed time: 62 hours are 62 hours, also where the clock changes
 * between. A deny window wins over an allow window; with allow windows, everything outside of them is denied.
 */
export function windowsState(windows: Window[], now: number): WindowsState {
  const readied = windows.map(ready);
  const denying = readied
    .filter(({ window }) => window.effect === 'deny')
    .filter(candidate => endOfCurrent(candidate, now) !== undefined)
    .map(({ window }) => window);
  if (denying.length === 0 && isAllowed(readied, now)) {
    return { open: true, closesAt: closesAt(readied, now) };
  }
  return { open: false, denying, opensAt: opensAt(readied, now) };
}

/** Whether a window always begins again before it has ended. Looks at a bounded number of beginnings. */
export function neverEnds(window: Window, from: number): boolean {
  const { schedule } = ready(window);
  const until = from + SIGHT_MS;
  let start = nextStart(schedule, from);
  for (let step = 0; step < MAX_STEPS && start !== undefined; step++) {
    const next = nextStart(schedule, start);
    if (next === undefined || next - start > window.forMs) {
      return false;
    }
    if (next > until) {
      return true;
    }
    start = next;
  }
  return start !== undefined;
}

interface Readied {
  window: Window;
  schedule: Schedule;
}

function ready(window: Window): Readied {
  return { window, schedule: parseSchedule(window.schedule, window.timeZone) };
}

/** When the occurrence in which `at` lies ends; `undefined` outside of any. */
function endOfCurrent(
  { window, schedule }: Readied,
  at: number,
): number | undefined {
  const start = latestStart(schedule, at, window.forMs);
  if (start === undefined || start + window.forMs <= at) {
    return undefined;
  }
  return start + window.forMs;
}

function isAllowed(windows: Readied[], at: number): boolean {
  const allowing = windows.filter(({ window }) => window.effect === 'allow');
  return (
    allowing.length === 0 ||
    allowing.some(window => endOfCurrent(window, at) !== undefined)
  );
}

function opensAt(windows: Readied[], now: number): number | undefined {
  let at = now;
  for (let step = 0; step < MAX_STEPS && at <= now + SIGHT_MS; step++) {
    const end = lastEnd(windows, 'deny', at);
    if (end !== undefined) {
      at = end;
      continue;
    }
    if (isAllowed(windows, at)) {
      return at;
    }
    const next = getNext(windows, 'allow', at);
    if (next === undefined) {
      return undefined;
    }
    at = next;
  }
  return undefined;
}

/** `now` lies in the open. */
function closesAt(windows: Readied[], now: number): number | undefined {
  const denied = getNext(windows, 'deny', now);
  const allowing = windows.filter(({ window }) => window.effect === 'allow');
  let at = now;
  for (let step = 0; step < MAX_STEPS && allowing.length > 0; step++) {
    const end = lastEnd(windows, 'allow', at);
    if (end === undefined) {
      return earliest(at, denied);
    }
    at = end;
    if (denied !== undefined && at >= denied) {
      return denied;
    }
    if (at > now + SIGHT_MS) {
      return undefined;
    }
  }
  return denied;
}

/** The latest end of those in which `at` lies; `undefined` outside of all. */
function lastEnd(
  windows: Readied[],
  effect: Window['effect'],
  at: number,
): number | undefined {
  const ends = windows
    .filter(({ window }) => window.effect === effect)
    .map(window => endOfCurrent(window, at))
    .filter(isDefined);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function getNext(
  windows: Readied[],
  effect: Window['effect'],
  after: number,
): number | undefined {
  return earliest(
    ...windows
      .filter(({ window }) => window.effect === effect)
      .map(({ schedule }) => nextStart(schedule, after)),
  );
}

/** The earliest of the times that there are. */
export function earliest(...times: (number | undefined)[]): number | undefined {
  const present = times.filter(isDefined);
  return present.length > 0 ? Math.min(...present) : undefined;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
