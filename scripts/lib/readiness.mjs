import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 500;

async function answers(url, headers) {
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
 * Waits until the URL answers with success.
 *
 * @param {string} url
 * @param {{signal: AbortSignal, headers?: Record<string, string>, timeoutMs?: number}} options
 *   no `timeoutMs` means for as long as it takes
 * @returns {Promise<boolean>} false when the time ran out or the wait was aborted
 */
export async function untilAnswers(url, { signal, headers, timeoutMs }) {
  const start = Date.now();
  while (!signal.aborted) {
    if (await answers(url, headers)) return true;
    if (timeoutMs !== undefined && Date.now() - start > timeoutMs) return false;
    await sleep(POLL_MS);
  }
  return false;
}
