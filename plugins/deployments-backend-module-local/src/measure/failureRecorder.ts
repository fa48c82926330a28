import {
  maskRequestPath,
  type FailedRequest,
} from '@slipway/backstage-plugin-deployments-node';
import type { CompletedRequest } from '../proxy/trafficProxy';

/** How many failed requests of an instance are kept. */
const CAPACITY = 20;
/** How many instances are remembered: candidate, baseline and fresh baseline of this deployment and of the one before. */
const MOST_INSTANCES = 6;

/** The latest failed requests of a service environment's instances. */
export interface FailureRecorder {
  record(instance: string, completed: CompletedRequest): void;
  /** Failed requests that ended in `[from, to)`, epoch milliseconds, newest first, at most 20. */
  list(instances: readonly string[], from: number, to: number): FailedRequest[];
}

/** Creates a recorder. It keeps the requests in memory only, with everything masked that may be private. */
export function createFailureRecorder(
  clock: () => number = Date.now,
): FailureRecorder {
  const recorded = new Map<string, FailedRequest[]>();
  return {
    record(instance, { error, method, path, status, durationMs }) {
      if (!error) return;
      const requests = recorded.get(instance) ?? [];
      // Moved to the end, so that the instance that failed least recently is the first.
      recorded.delete(instance);
      recorded.set(instance, requests);
      requests.push({
        at: clock(),
        method,
        path: maskRequestPath(path),
        status,
        durationMs: Math.round(durationMs),
      });
      if (requests.length > CAPACITY) requests.shift();
      if (recorded.size > MOST_INSTANCES) {
        const [oldest] = recorded.keys();
        recorded.delete(oldest);
      }
    },
    list: (instances, from, to) =>
      instances
        .flatMap(id => recorded.get(id) ?? [])
        .filter(({ at }) => at >= from && at < to)
        .sort((a, b) => b.at - a.at)
        .slice(0, CAPACITY),
  };
}
