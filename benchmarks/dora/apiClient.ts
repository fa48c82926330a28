import { Agent, request } from 'node:http';
import { buildHeaders } from '../lib/client';

/** Connections stay open, like those of pipeline runners and browsers. */
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Sends a GET request, and returns the milliseconds until the complete response. Throws on an error response. */
export async function measureGet(url: string, path: string): Promise<number> {
  const startedAt = performance.now();
  await send('GET', `${url}/api/deployments/dora${path}`);
  return performance.now() - startedAt;
}

/** Requests CSV, and returns the milliseconds until its first bytes. Does not wait for the rest. */
export async function measureCsv(url: string, path: string): Promise<number> {
  const startedAt = performance.now();
  const stopping = new AbortController();
  const res = await fetch(`${url}/api/deployments/dora${path}`, {
    headers: { ...buildHeaders(), accept: 'text/csv' },
    signal: stopping.signal,
  });
  if (!res.ok || !res.body) throw new Error(`${path}: ${res.status}`);
  await res.body.getReader().read();
  const took = performance.now() - startedAt;
  stopping.abort();
  return took;
}

/** Sends events, and returns how many were accepted. */
export async function sendEvents(
  url: string,
  events: readonly object[],
): Promise<number> {
  const text = await send(
    'POST',
    `${url}/api/deployments/dora/ingest`,
    JSON.stringify({ source: 'bench-live', events }),
  );
  return JSON.parse(text).accepted;
}

/** Uses node:http directly, because this process shares the machine with the measured one. */
function send(method: string, url: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      {
        method,
        agent,
        headers: {
          ...buildHeaders(),
          ...(body === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(body),
              }),
        },
      },
      res => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', part => {
          text += part;
        });
        res.on('error', reject);
        res.on('end', () =>
          res.statusCode === 200
            ? resolve(text)
            : reject(
                new Error(
                  `${method} ${url}: ${res.statusCode} ${text.slice(0, 300)}`,
                ),
              ),
        );
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}
