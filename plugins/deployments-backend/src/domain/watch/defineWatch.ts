import type { CheckModel } from '../model/deploymentsModel';
import type { OnBreach, WatchModel } from './watchModel';

/** What a deployment's watch measures, frozen in its snapshot. Absent in snapshots of deployments without a watch. */
export interface WatchDefinition {
  forMs: number;
  everyMs: number;
  onBreach: OnBreach;
  /** The checks by name, with the timing of the watch. */
  checks: Record<string, CheckModel>;
}

/**
 * Freezes a watch with its checks. The warm-up is over when a watch begins. A check's `windowMs` is the shortest period of a
 * measurement: each one also covers the time since the one before, unless that is a gap.
 *
 * @param checks - all checks, with the service's overrides
 */
export function defineWatch(
  { forMs, everyMs, failForMs, onBreach, checks: names }: WatchModel,
  checks: Readonly<Record<string, CheckModel>>,
): WatchDefinition {
  return {
    forMs,
    everyMs,
    onBreach,
    checks: Object.fromEntries(
      names.flatMap(name => {
        const check = checks[name];
        return check
          ? [
              [
                name,
                {
                  ...check,
                  everyMs,
                  afterMs: 0,
                  failForMs: Math.max(check.failForMs, failForMs),
                  windowMs: Math.max(check.windowMs, everyMs),
                },
              ],
            ]
          : [];
      }),
    ),
  };
}
