import { headersOf } from '../lib/client';

/** Asks a replica and returns after how many milliseconds the whole answer was there. Throws when it is no success. */
export async function ask(url: string, path: string): Promise<number> {
  const startedAt = performance.now();
  const res = await fetch(`${url}/api/deployments/dora${path}`, {
    headers: headersOf(),
  });
  const text = await res.text();
  if (!res.ok) throw new Error(`${path}: ${res.status} ${text.slice(0, 300)}`);
  return performance.now() - startedAt;
}

/** Sends events; returns how many were accepted. */
export async function tell(
  url: string,
  events: readonly object[],
): Promise<number> {
  const res = await fetch(`${url}/api/deployments/dora/ingest`, {
    method: 'POST',
    headers: { ...headersOf(), 'content-type': 'application/json' },
    body: JSON.stringify({ source: 'bench-live', events }),
  });
  const text = await res.text();
  if (!res.ok) throw new Error(`ingest: ${res.status} ${text.slice(0, 300)}`);
  return JSON.parse(text).accepted;
}
