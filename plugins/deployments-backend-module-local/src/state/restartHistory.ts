import type {
  InstanceRestarts,
  RestartEvent,
} from '@slipway/backstage-plugin-deployments-node';
import type { InstanceRecord } from './serviceEnvironmentState';

const MAX_STORED_EVENTS = 10;
/** This many restarts within this time are a crash loop. The longest backoff is 30 s. */
const LOOP_RESTARTS = 3;
const LOOP_WITHIN_MS = 5 * 60_000;

type RestartHistory = NonNullable<InstanceRecord['restarts']>;

/** Adds a restart to the history, which keeps the most recent ones. */
export function recordRestart(
  known: RestartHistory | undefined,
  event: RestartEvent,
): RestartHistory {
  return {
    count: (known?.count ?? 0) + 1,
    events: [event, ...(known?.events ?? [])].slice(0, MAX_STORED_EVENTS),
  };
}

/** Converts the history to what `observe` reports. */
export function describeRestarts(
  { count, events }: RestartHistory,
  now: number,
): InstanceRestarts {
  const recent = events.filter(({ at }) => at > now - LOOP_WITHIN_MS);
  return { count, isCrashLoop: recent.length >= LOOP_RESTARTS, events };
}
