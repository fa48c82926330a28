import http from 'node:http';
import { MAX_LOAD_PER_SECOND } from '../config/localConfigSchema';

/** Where to send how many requests. */
export interface LoadOptions {
  /** Returns the current targets; called every second. */
  targets(): ReadonlyArray<{ id: string; url: string }>;
  /** Average for each target. */
  requestsPerSecond: number;
  /** Path to request. */
  path: string;
  /** Timeout of a request. Must be longer than the proxy's, so that a hanging version counts as failed. */
  timeoutMs: number;
}

const UPDATE_INTERVAL_MS = 1_000;
/** A slow target gets fewer requests: they are dropped instead of queued. */
const MAX_IN_FLIGHT = 20;

/**
 * Sends generated requests to each target as a Poisson process: generators do not arrive at fixed intervals, and fixed
 * intervals could align with those of measurements.
 *
 * @returns A function that stops it.
 */
export function startLoadGenerator(options: LoadOptions): () => void {
  const rate = Math.min(options.requestsPerSecond, MAX_LOAD_PER_SECOND);
  const agent = new http.Agent({ keepAlive: true, maxSockets: MAX_IN_FLIGHT });
  const generators = new Map<string, { url: string; stop: () => void }>();

  const startFor = (url: string): (() => void) => {
    let inFlight = 0;
    let timer: NodeJS.Timeout | undefined;

    const send = () => {
      inFlight += 1;
      const request = http.get(
        new URL(options.path, url),
        {
          agent,
          timeout: options.timeoutMs,
          headers: { 'user-agent': 'slipway-load' },
        },
        response => {
          response.on('error', () => {});
          response.resume();
        },
      );
      request.once('timeout', () => request.destroy());
      // The proxy has counted the failure.
      request.on('error', () => {});
      request.once('close', () => (inFlight -= 1));
    };

    const schedule = () => {
      const gapMs = (-Math.log(1 - Math.random()) / rate) * 1_000;
      timer = setTimeout(() => {
        if (inFlight < MAX_IN_FLIGHT) send();
        schedule();
      }, gapMs);
      timer.unref();
    };
    schedule();
    return () => clearTimeout(timer);
  };

  const update = () => {
    const current = new Map(options.targets().map(({ id, url }) => [id, url]));
    for (const [id, { url, stop }] of generators) {
      if (current.get(id) === url) continue;
      stop();
      generators.delete(id);
    }
    for (const [id, url] of current) {
      if (!generators.has(id)) generators.set(id, { url, stop: startFor(url) });
    }
  };
  update();
  const updateTimer = setInterval(update, UPDATE_INTERVAL_MS);
  updateTimer.unref();

  return () => {
    clearInterval(updateTimer);
    for (const { stop } of generators.values()) stop();
    generators.clear();
    agent.destroy();
  };
}
