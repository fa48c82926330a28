import http from 'node:http';

export type ProbeResult = { ready: true } | { ready: false; reason: string };

/** Asks a process whether it is ready: any 2xx answer on its readiness path is a yes. Never throws. */
export async function probe(options: {
  host: string;
  port: number;
  path: string;
  timeoutMs: number;
}): Promise<ProbeResult> {
  const { host, port, path, timeoutMs } = options;
  return new Promise(resolve => {
    const request = http.get(
      // A connection of its own: a pooled one may belong to the port's former owner.
      { host, port, path, agent: false, timeout: timeoutMs },
      response => {
        response.resume();
        const status = response.statusCode ?? 0;
        resolve(
          status >= 200 && status < 300
            ? { ready: true }
            : { ready: false, reason: `${path} answers ${status}` },
        );
      },
    );
    request.once('timeout', () => {
      request.destroy();
      resolve({ ready: false, reason: `${path} does not answer` });
    });
    request.once('error', (error: NodeJS.ErrnoException) =>
      resolve({
        ready: false,
        reason:
          error.code === 'ECONNREFUSED'
            ? 'nothing listens yet'
            : `${path} fails (${error.code ?? error.message})`,
      }),
    );
  });
}
