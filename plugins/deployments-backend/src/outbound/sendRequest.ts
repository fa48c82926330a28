import { readBodyUpTo } from './readBody';
import type { HttpRequest } from './buildRequest';
import { buildRequest } from './buildRequest';
import { describeError } from './errorCode';
import { wasNotSent } from './notSent';
import { findRequestProblems } from './requestProblems';

export type HttpResponse =
  | { result: 'answered'; status: number; body: string }
  /** It cannot have arrived. Without `canBeBuilt` the request itself is impossible, and trying again cannot help. */
  | { result: 'not-sent'; message: string; canBeBuilt: boolean }
  /** Nobody knows whether it arrived. */
  | { result: 'unknown'; message: string };

const MAX_BODY_BYTES = 256 * 1024;

/** Sends a request and says what is known of it. Redirects are answers: following them could lead to another host. */
export async function send(request: HttpRequest): Promise<HttpResponse> {
  const { method, url, signal } = request;
  const explain = (error: unknown) =>
    `${method} ${withoutQuery(url)}: ${describeError(error)}`;
  // Reported here in our own words: an error's message may repeat a header's value.
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

/** Queries carry tokens at times. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}
