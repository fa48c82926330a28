import {
  formatDuration,
  type Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { describeFailedCheck } from '../analysis/describeFailedCheck';
import type { AssessedMeasurement } from '../analysis/measurement';
import type { WatchDefinition } from './defineWatch';

/** How a watched check is doing, as last measured. Times are epoch milliseconds. */
interface WatchedCheck {
  name: string;
  status: 'passing' | 'failing' | 'no_data' | 'error' | 'unmeasured';
  /**
   * Since when it has failed without a passed measurement in between. It moves by the time that couldn't be measured, which
   * doesn't count.
   */
  failingSince?: number;
  /** Why it didn't pass, in words. */
  message?: string;
}

/** The part of a watch that measurements change. Times are epoch milliseconds. */
export interface WatchProgress {
  /** When the watch ends. Time that wasn't measured extends it, to at most twice its length. */
  endsAt: number;
  /** How much of the time so far wasn't measured. */
  unmeasuredMs: number;
  /** When the checks were last measured; at first, when the watch started. */
  measuredAt: number;
  checks: WatchedCheck[];
  /** By codes, which check failed for too long. Earlier versions stored a single one. */
  breach?: Sentence[] | Sentence;
}

export type WatchAssessment =
  | { result: 'watching'; progress: WatchProgress }
  /** `unconfirmed`: too much of the time could not be measured. */
  | {
      result: 'confirmed' | 'breached' | 'unconfirmed';
      progress: WatchProgress;
      reason: string;
    };

/** A measurement that is late by less than this, in milliseconds, or by less than an interval, is no gap. */
const MIN_GAP_MS = 30_000;

/** The time between two measurements from which it is a gap, in milliseconds. A measurement covers any shorter time. */
export function findGapStart({ everyMs }: WatchDefinition): number {
  return everyMs + Math.max(everyMs, MIN_GAP_MS);
}

export function beginWatch(
  { forMs, checks }: WatchDefinition,
  startedAt: number,
): WatchProgress {
  return {
    endsAt: startedAt + forMs,
    unmeasuredMs: 0,
    measuredAt: startedAt,
    checks: Object.keys(checks).map(name => ({ name, status: 'unmeasured' })),
  };
}

/**
 * Assesses a watch after one measurement of each check. Pure.
 *
 * - `breached` as soon as failed measurements of a check span its `failForMs` without a passed one in between. Errors and
 *   missing data neither reset the span nor count towards it, unless the check says `noData: fail`.
 * - `confirmed` at the end, if every check passes then. A check that is failing then is measured until it recovers or has
 *   failed for long enough.
 * - Time counts only if every check was measured. Errors, missing data and gaps (a restart, another deployment) extend the
 *   watch, to at most twice its length. If it was measured for less than its length by then, or a check doesn't pass, it is
 *   `unconfirmed`.
 *
 * @param measured - the measurement of each check, by the check's name
 */
export function assessWatch(
  definition: WatchDefinition,
  { startedAt, before }: { startedAt: number; before: WatchProgress },
  measured: ReadonlyMap<string, AssessedMeasurement>,
  now: number,
): WatchAssessment {
  const elapsed = now - before.measuredAt;
  const gap =
    elapsed >= findGapStart(definition) ? elapsed - definition.everyMs : 0;
  const checks = before.checks.map(check =>
    addMeasurement(definition, check, measured.get(check.name), {
      elapsed,
      gap,
      now,
    }),
  );
  const isCounted = checks.every(
    ({ status }) => status === 'passing' || status === 'failing',
  );
  const { forMs } = definition;
  const limit = startedAt + 2 * forMs;
  const unmeasuredMs = before.unmeasuredMs + (isCounted ? gap : elapsed);
  const progress = {
    endsAt: Math.min(startedAt + forMs + unmeasuredMs, limit),
    unmeasuredMs,
    measuredAt: now,
    checks,
  };
  const breached = checks.find(
    ({ name, failingSince, status }) =>
      status === 'failing' &&
      failingSince !== undefined &&
      now - failingSince >= definition.checks[name].failForMs,
  );
  const measurement = breached && measured.get(breached.name);
  if (measurement) {
    const failure = describeFailedCheck(
      definition.checks[breached.name],
      measurement,
      now - (breached.failingSince ?? now),
    );
    return {
      result: 'breached',
      progress: { ...progress, breach: failure.sentences },
      reason: failure.description,
    };
  }
  if (now < progress.endsAt) {
    return { result: 'watching', progress };
  }
  const open = checks.filter(
    ({ status, failingSince }) =>
      status !== 'passing' || failingSince !== undefined,
  );
  if (open.length === 0 && unmeasuredMs <= forMs) {
    return { result: 'confirmed', progress, reason: 'All checks passed' };
  }
  return now < limit
    ? { result: 'watching', progress }
    : {
        result: 'unconfirmed',
        progress,
        reason:
          open.length > 0
            ? open
                .map(
                  ({ name, message }) =>
                    `${name}: ${message ?? 'it was not measured'}`,
                )
                .join('; ')
            : `its checks could be measured for only ${formatDuration(
                now - startedAt - unmeasuredMs,
              )} of ${formatDuration(forMs)}`,
      };
}

function addMeasurement(
  definition: WatchDefinition,
  before: WatchedCheck,
  measurement: AssessedMeasurement | undefined,
  { elapsed, gap, now }: { elapsed: number; gap: number; now: number },
): WatchedCheck {
  const { name } = before;
  const why =
    measurement?.message === undefined ? {} : { message: measurement.message };
  const isFailure =
    measurement?.outcome === 'failed' ||
    (measurement?.outcome === 'no_data' &&
      definition.checks[name].noData === 'fail');
  if (isFailure) {
    const failingSince =
      before.failingSince === undefined ? now : before.failingSince + gap;
    return { name, status: 'failing', failingSince, ...why };
  }
  const failing =
    before.failingSince === undefined
      ? {}
      : { failingSince: before.failingSince + elapsed };
  const outcome = measurement?.outcome;
  switch (outcome) {
    case 'passed':
      return { name, status: 'passing', ...why };
    case 'no_data':
    case 'error':
      return { name, status: outcome, ...failing, ...why };
    // A restart of the portal may have caused a failure during the warm-up.
    case 'failed':
    case 'warming_up':
    case undefined:
      return { name, status: 'unmeasured', ...failing, ...why };
    default: {
      const unknown: never = outcome;
      throw new Error(`Unknown outcome ${String(unknown)}`);
    }
  }
}
