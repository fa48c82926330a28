import http from 'node:http';

export type ProbeResult =
  | { ready: true }
  /** `answered`: it answered, but with a status that does not mean ready. */
  | { ready: false; reason: string; answered: boolean };

/**
 * Whether a process answers at all, with any status: one that answers that it is overloaded is alive. Never throws.
 */
export async function isAnswering(
  options: Parameters<typeof probe>[0],
): Promise<boolean> {
  return (await ask(options)).status !== undefined;
}

/** Asks a process whether it is ready: any 2xx answer on its readiness path is a yes. Never throws. */
export async function probe(options: {
  host: string;
  port: number;
  path: string;
  timeoutMs: number;
}): Promise<ProbeResult> {
  const { path } = options;
  const { status, error } = await ask(options);
  if (status !== undefined) {
    return status >= 200 && status < 300
      ? { ready: true }
      : { ready: false, reason: `${path} answers ${status}`, answered: true };
  }
  switch (error) {
    case 'timeout':
      return fail(`${path} does not answer`);
    case 'ECONNREFUSED':
      return fail('nothing listens yet');
    default:
      return fail(`${path} fails (${error})`);
  }
}

function fail(reason: string): ProbeResult {
  return { ready: false, reason, answered: false };
}

/** The status of the answer, or what kept it from coming. */
function ask(options: {
  host: string;
  port: number;
  path: string;
  timeoutMs: number;
}): Promise<
  { status: number; error?: undefined } | { status?: undefined; error: string }
> {
  const { host, port, path, timeoutMs } = options;
  return new Promise(resolve => {
    const overdue = new AbortController();
    // Not the socket's own limit, which starts again with every byte. It also ends a body that never does.
    const timer = setTimeout(() => {
      resolve({ error: 'timeout' });
      overdue.abort();
    }, timeoutMs);
    const request = http.get(
      // A connection of its own: a pooled one may belong to the port's former owner.
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
