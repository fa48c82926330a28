import { pollUntil } from './pollUntil.mjs';

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
  const isReady = await pollUntil(
    async () => ((await isSuccessful(url, headers)) ? true : undefined),
    { intervalMs: POLL_MS, timeoutMs, signal },
  );
  return isReady ?? false;
}
