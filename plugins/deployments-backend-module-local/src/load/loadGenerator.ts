import http from 'node:http';
import { MAX_LOAD_PER_SECOND } from '../config/localConfigSchema';

export interface LoadOptions {
  /** What to visit now; asked every second. */
  targets(): ReadonlyArray<{ id: string; url: string }>;
  /** For each target. */
  requestsPerSecond: number;
  path: string;
  /** When a visitor gives up. Longer than the proxy waits, so that a version that hangs is seen to fail. */
  timeoutMs: number;
}

const LOOK_EVERY_MS = 1_000;
/** A target that is slower than its visitors come gets fewer of them: they do not queue. */
const MAX_UNDER_WAY = 20;

/**
 * Made-up visitors: for each target a Poisson process, since people do not come at a fixed beat and a fixed beat can fall
 * in step with what it measures.
 *
 * @returns a function that stops it.
 */
export function startLoad(options: LoadOptions): () => void {
  const rate = Math.min(options.requestsPerSecond, MAX_LOAD_PER_SECOND);
  const agent = new http.Agent({ keepAlive: true, maxSockets: MAX_UNDER_WAY });
  const visitors = new Map<string, { url: string; stop: () => void }>();

  const visit = (url: string): (() => void) => {
    let underWay = 0;
    let timer: NodeJS.Timeout | undefined;

    const send = () => {
      underWay += 1;
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
      // The proxy has counted it; there is nobody here to tell.
      request.on('error', () => {});
      request.once('close', () => (underWay -= 1));
    };

    const schedule = () => {
      const gapMs = (-Math.log(1 - Math.random()) / rate) * 1_000;
      timer = setTimeout(() => {
        if (underWay < MAX_UNDER_WAY) send();
        schedule();
      }, gapMs);
      timer.unref();
    };
    schedule();
    return () => clearTimeout(timer);
  };

  const look = () => {
    const wanted = new Map(options.targets().map(({ id, url }) => [id, url]));
    for (const [id, { url, stop }] of visitors) {
      if (wanted.get(id) === url) continue;
      stop();
      visitors.delete(id);
    }
    for (const [id, url] of wanted) {
      if (!visitors.has(id)) visitors.set(id, { url, stop: visit(url) });
    }
  };
  look();
  const looking = setInterval(look, LOOK_EVERY_MS);
  looking.unref();

  return () => {
    clearInterval(looking);
    for (const { stop } of visitors.values()) stop();
    visitors.clear();
    agent.destroy();
  };
}
