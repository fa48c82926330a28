import { readBodyUpTo } from './readBodyUpTo';
import type { HttpRequest } from './buildRequest';
import { buildRequest } from './buildRequest';
import { describeError } from './findErrorCode';
import { wasNotSent } from './wasNotSent';
import { findRequestProblems } from './findRequestProblems';

export type HttpResponse =
  | { result: 'answered'; status: number; body: string }
  /** The request certainly did not arrive. If `canBeBuilt` is false, the request is invalid and a retry cannot help. */
  | { result: 'not-sent'; message: string; canBeBuilt: boolean }
  /** The request may have arrived. */
  | { result: 'unknown'; message: string };

const MAX_BODY_BYTES = 256 * 1024;

/**
 * Sends a request and resolves to what is known about its outcome. Redirects are not followed, because they could lead
 * to another host.
 */
export async function sendRequest(request: HttpRequest): Promise<HttpResponse> {
  const { method, url, signal } = request;
  const explain = (error: unknown) =>
    `${method} ${withoutQuery(url)}: ${describeError(error)}`;
  // Found here and not by fetch, whose error messages may repeat a header's value.
  const problems = findRequestProblems('', request);
  if (problems.length > 0) {
    return {
      result: 'not-sent',
      message: `${method} ${withoutQuery(url)}: ${problems.join('; ')}`,
      canBeBuilt: false,
    };
  }
  let response: Response;
  try {
    response = await fetch(buildRequest(request));
  } catch (error) {
    return wasNotSent(error, signal)
      ? { result: 'not-sent', message: explain(error), canBeBuilt: true }
      : { result: 'unknown', message: explain(error) };
  }
  try {
    return {
      result: 'answered',
      status: response.status,
      body: await readBodyUpTo(response, MAX_BODY_BYTES),
    };
  } catch (error) {
    return { result: 'unknown', message: explain(error) };
  }
}

/** A URL for logs and messages, without its query, fragment and credentials, which may contain secrets. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}
