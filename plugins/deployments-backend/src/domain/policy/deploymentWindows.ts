import type { DeploymentWindow } from '@slipway/backstage-plugin-deployments-common';
import { latestStart, nextStart, parseCronSchedule } from './cron';
import type { CronSchedule } from './cron';

/** Whether deployments may start, according to an environment's windows. Times are epoch milliseconds. */
export type DeploymentWindowsState =
  | {
      open: true;
      /** When the windows next close the environment; absent if not within the next 400 days. */
      closesAt?: number;
    }
  | {
      open: false;
      /** The deny windows that apply now. Empty if the environment is closed because no allow window applies. */
      denying: DeploymentWindow[];
      /** When the windows next open the environment; absent if not within the next 400 days. */
      opensAt?: number;
    };

const DAY = 24 * 3600_000;
/** How far ahead to search, because frequent windows must not cost minutes of CPU time. */
const SIGHT_MS = 400 * DAY;
const MAX_STEPS = 2000;

/**
 * Evaluates an environment's windows at the time `now`. From each start, a window lasts its duration in elapsed time: 62
 * hours are 62 hours, even across a DST change. If there are allow windows, deployments can start only within them. A deny
 * window overrides an allow window.
 */
export function evaluateDeploymentWindows(
  windows: DeploymentWindow[],
  now: number,
): DeploymentWindowsState {
  const prepared = windows.map(prepare);
  const denying = prepared
    .filter(({ window }) => window.effect === 'deny')
    .filter(candidate => endOfCurrent(candidate, now) !== undefined)
    .map(({ window }) => window);
  if (denying.length === 0 && isAllowed(prepared, now)) {
    return { open: true, closesAt: closesAt(prepared, now) };
  }
  return { open: false, denying, opensAt: opensAt(prepared, now) };
}

/** Whether a window always starts again before it ends, and so never ends. Checks a limited number of starts. */
export function neverEnds(window: DeploymentWindow, from: number): boolean {
  const { schedule } = prepare(window);
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

interface PreparedWindow {
  window: DeploymentWindow;
  schedule: CronSchedule;
}

function prepare(window: DeploymentWindow): PreparedWindow {
  return {
    window,
    schedule: parseCronSchedule(window.schedule, window.timeZone),
  };
}

/** If the window applies at `at`, returns when it ends; `undefined` otherwise. */
function endOfCurrent(
  { window, schedule }: PreparedWindow,
  at: number,
): number | undefined {
  const start = latestStart(schedule, at, window.forMs);
  if (start === undefined || start + window.forMs <= at) {
    return undefined;
  }
  return start + window.forMs;
}

function isAllowed(windows: PreparedWindow[], at: number): boolean {
  const allowing = windows.filter(({ window }) => window.effect === 'allow');
  return (
    allowing.length === 0 ||
    allowing.some(window => endOfCurrent(window, at) !== undefined)
  );
}

function opensAt(windows: PreparedWindow[], now: number): number | undefined {
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
    const next = findNextStart(windows, 'allow', at);
    if (next === undefined) {
      return undefined;
    }
    at = next;
  }
  return undefined;
}

/** When an environment that is open at `now` closes. */
function closesAt(windows: PreparedWindow[], now: number): number | undefined {
  const denied = findNextStart(windows, 'deny', now);
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

/** Of the windows with this effect that apply at `at`, returns the latest end; `undefined` if none applies. */
function lastEnd(
  windows: PreparedWindow[],
  effect: DeploymentWindow['effect'],
  at: number,
): number | undefined {
  const ends = windows
    .filter(({ window }) => window.effect === effect)
    .map(window => endOfCurrent(window, at))
    .filter(isDefined);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function findNextStart(
  windows: PreparedWindow[],
  effect: DeploymentWindow['effect'],
  after: number,
): number | undefined {
  return earliest(
    ...windows
      .filter(({ window }) => window.effect === effect)
      .map(({ schedule }) => nextStart(schedule, after)),
  );
}

/** The earliest of the defined times; `undefined` if there is none. */
export function earliest(...times: (number | undefined)[]): number | undefined {
  const present = times.filter(isDefined);
  return present.length > 0 ? Math.min(...present) : undefined;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
