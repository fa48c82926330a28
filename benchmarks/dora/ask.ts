import { Agent, request } from 'node:http';
import { headersOf } from '../lib/client';

/** Connections stay open, as those of pipelines' runners and of browsers do. */
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Asks a replica and returns after how many milliseconds the whole answer was there. Throws when it is no success. */
export async function ask(url: string, path: string): Promise<number> {
  const startedAt = performance.now();
  await send('GET', `${url}/api/deployments/dora${path}`);
  return performance.now() - startedAt;
}

/** Asks for CSV, and returns after how many milliseconds the first of it was there. It is not waited for the rest. */
export async function askCsv(url: string, path: string): Promise<number> {
  const startedAt = performance.now();
  const stopping = new AbortController();
  const res = await fetch(`${url}/api/deployments/dora${path}`, {
    headers: { ...headersOf(), accept: 'text/csv' },
    signal: stopping.signal,
  });
  if (!res.ok || !res.body) throw new Error(`${path}: ${res.status}`);
  await res.body.getReader().read();
  const took = performance.now() - startedAt;
  stopping.abort();
  return took;
}

/** Sends events; returns how many were accepted. */
export async function tell(
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

/** With as little work of this process as there can be: it shares the machine with what is measured. */
function send(method: string, url: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      {
        method,
        agent,
        headers: {
          ...headersOf(),
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
