import { redactText } from '@slipway/backstage-plugin-deployments-node';
import {
  parseJson,
  parseRetryAfter,
  readText,
  type HttpResponse,
} from '@slipway/backstage-plugin-deployments-node/http';
import { GitHubError } from './gitHubError';

/** How long to wait if GitHub limits requests and does not say until when, as its documentation recommends. */
const DEFAULT_RETRY_AFTER_MS = 60_000;
/** GitHub's limits are per hour. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000;
const MAX_MESSAGE = 500;

/** Turns an answer that is not a success into an error. */
export function readRejection(
  { status, headers, text }: HttpResponse,
  secrets: readonly string[],
): GitHubError {
  const message = redactText(
    readText(parseJson(text), 'message') || `HTTP ${status}`,
    secrets,
  ).slice(0, MAX_MESSAGE);
  const isLimited =
    status === 429 ||
    (status === 403 &&
      (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /rate limit/i.test(message)));
  return new GitHubError(
    message,
    isLimited
      ? { kind: 'rate_limited', retryAfterMs: readRetryAfter(headers) }
      : { kind: 'rejected', status },
  );
}

/** The time until the limit ends, in milliseconds. It is measured by GitHub's own clock, because ours may be wrong. */
function readRetryAfter(headers: HttpResponse['headers']): number {
  const retryAfterMs = parseRetryAfter(headers, {
    longestMs: LONGEST_RETRY_AFTER_MS,
  });
  if (retryAfterMs !== undefined) return retryAfterMs;
  const reset = Number(headers['x-ratelimit-reset']) * 1000;
  const now = Date.parse(headers.date ?? '') || Date.now();
  return headers['x-ratelimit-remaining'] === '0' && reset > 0
    ? Math.min(Math.max(0, reset - now), LONGEST_RETRY_AFTER_MS)
    : DEFAULT_RETRY_AFTER_MS;
}
