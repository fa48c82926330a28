import type {
  InstanceRestarts,
  RestartEvent,
} from '@slipway/backstage-plugin-deployments-node';
import type { ReplicaRecord } from './serviceEnvironmentState';

const MAX_STORED_EVENTS = 10;
/** This many restarts within this time are a crash loop. The longest backoff is 30 s. */
const LOOP_RESTARTS = 3;
const LOOP_WITHIN_MS = 5 * 60_000;

type RestartHistory = NonNullable<ReplicaRecord['restarts']>;

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

/** Converts the histories of an instance's replicas to what `observe` reports; `undefined` if none was restarted. */
export function describeRestarts(
  replicas: readonly ReplicaRecord[],
  now: number,
): InstanceRestarts | undefined {
  const histories = replicas.flatMap(({ restarts }) => restarts ?? []);
  if (histories.length === 0) return undefined;
  return {
    count: histories.reduce((sum, { count }) => sum + count, 0),
    isCrashLoop: histories.some(
      ({ events }) =>
        events.filter(({ at }) => at > now - LOOP_WITHIN_MS).length >=
        LOOP_RESTARTS,
    ),
    events: histories
      .flatMap(({ events }) => events)
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_STORED_EVENTS),
  };
}
