import { readBodyUpTo } from './body';
import { errorCode } from './errorCode';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON, a text as it is. */
  body?: unknown;
  signal: AbortSignal;
}

export type HttpAnswer =
  | { result: 'answered'; status: number; body: string }
  /** It cannot have arrived: trying anew is safe. */
  | { result: 'not-sent'; message: string }
  /** Nobody knows whether it arrived. */
  | { result: 'unknown'; message: string };

const MAX_BODY_BYTES = 256 * 1024;
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_INVALID_URL',
]);

/** Sends a request and says what is known of it. Redirects are answers: following them could lead to another host. */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, signal } = request;
  const isText = typeof body === 'string';
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined || isText
          ? {}
          : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: isText ? body : JSON.stringify(body) }),
      redirect: 'manual',
      signal,
    });
    return {
      result: 'answered',
      status: response.status,
      body: await readBodyUpTo(response, MAX_BODY_BYTES),
    };
  } catch (error) {
    const code = errorCode(error);
    const message = `${method} ${withoutQuery(url)}: ${
      code ?? describe(error)
    }`;
    return code !== undefined && NOT_SENT.has(code)
      ? { result: 'not-sent', message }
      : { result: 'unknown', message };
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Queries carry tokens at times. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}
