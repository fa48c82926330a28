import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 500;

async function isSuccessful(url, headers) {
  try {
    const response = await fetch(url, {
      headers,
      signal: AbortSignal.timeout(30_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Waits until the URL responds successfully.
 *
 * @param {string} url
 * @param {{signal: AbortSignal, headers?: Record<string, string>, timeoutMs?: number}} options
 *   without `timeoutMs` it waits as long as necessary
 * @returns {Promise<boolean>} False after the timeout or if the signal aborted.
 */
export async function untilAnswers(url, { signal, headers, timeoutMs }) {
  const start = Date.now();
  while (!signal.aborted) {
    if (await isSuccessful(url, headers)) return true;
    if (timeoutMs !== undefined && Date.now() - start > timeoutMs) return false;
    await sleep(POLL_MS);
  }
  return false;
}
