import http from 'node:http';

/** Where and how long to probe. */
export interface ProbeOptions {
  host: string;
  port: number;
  path: string;
  timeoutMs: number;
}

/** Whether a process is ready. */
export type ProbeResult =
  | { ready: true }
  /**
   * `responded`: it responded with a status that does not mean ready. `stalled`: our own process was suspended or blocked for
   * so long that the probe says nothing.
   */
  | { ready: false; reason: string; responded: boolean; stalled?: boolean };

/** A timer that fires this late, in milliseconds, was delayed by our own process. */
const STALLED_MS = 500;

/**
 * Whether a process responds at all, with any status: a process that responds that it is overloaded is alive. Undefined if
 * our own process was stalled meanwhile. Never throws.
 */
export async function isResponding(
  options: ProbeOptions,
): Promise<boolean | undefined> {
  const { status, error } = await sendRequest(options);
  return error === 'stalled' ? undefined : status !== undefined;
}

/** Whether a process is ready: it responds with a 2xx status. Never throws. */
export async function probeReadiness(
  options: ProbeOptions,
): Promise<ProbeResult> {
  const { path } = options;
  const { status, error } = await sendRequest(options);
  if (status !== undefined) {
    return status >= 200 && status < 300
      ? { ready: true }
      : { ready: false, reason: `${path} returned ${status}`, responded: true };
  }
  switch (error) {
    case 'timeout':
      return fail(`${path} did not respond`);
    case 'stalled':
      return { ...fail(`${path} could not be probed in time`), stalled: true };
    case 'ECONNREFUSED':
      return fail('nothing is listening yet');
    default:
      return fail(`${path} failed (${error})`);
  }
}

function fail(reason: string): ProbeResult & { ready: false } {
  return { ready: false, reason, responded: false };
}

/** Returns the status of the response, or why there is none. */
function sendRequest(
  options: ProbeOptions,
): Promise<
  { status: number; error?: undefined } | { status?: undefined; error: string }
> {
  const { host, port, path, timeoutMs } = options;
  return new Promise(resolve => {
    const sentAt = performance.now();
    const overdue = new AbortController();
    // Not the socket's timeout, which restarts with every byte. This also limits a body that never ends.
    const timer = setTimeout(() => {
      const lateMs = performance.now() - sentAt - timeoutMs;
      resolve({ error: lateMs > STALLED_MS ? 'stalled' : 'timeout' });
      overdue.abort();
    }, timeoutMs);
    const request = http.get(
      // A new connection: a pooled one may belong to the previous process on this port.
      { host, port, path, agent: false, signal: overdue.signal },
      response => {
        response.on('error', () => {});
        response.on('close', () => clearTimeout(timer));
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ error: error.code ?? error.message });
    });
  });
}
