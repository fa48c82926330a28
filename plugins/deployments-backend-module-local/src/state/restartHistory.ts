import type {
  InstanceRestarts,
  RestartEvent,
} from '@slipway/backstage-plugin-deployments-node';
import type { InstanceRecord } from './serviceEnvironmentState';

const KEPT = 10;
/** So many restarts within this time are a loop. The longest pause before a restart is half a minute. */
const LOOP_RESTARTS = 3;
const LOOP_WITHIN_MS = 5 * 60_000;

type Recorded = NonNullable<InstanceRecord['restarts']>;

/** Counts a restart, and keeps the last few. */
export function addRestart(
  known: Recorded | undefined,
  event: RestartEvent,
): Recorded {
  return {
    count: (known?.count ?? 0) + 1,
    events: [event, ...(known?.events ?? [])].slice(0, KEPT),
  };
}

export function describeRestarts(
  { count, events }: Recorded,
  now: number,
): InstanceRestarts {
  const recent = events.filter(({ at }) => at > now - LOOP_WITHIN_MS);
  return { count, isCrashLoop: recent.length >= LOOP_RESTARTS, events };
}
