import http from 'node:http';
import https from 'node:https';
import { HttpError } from './httpError';

/**
 * A request over HTTP or HTTPS.
 *
 * @public
 */
export interface HttpRequest {
  /** The HTTP method. */
  method: 'DELETE' | 'GET' | 'HEAD' | 'PATCH' | 'POST' | 'PUT';
  /** Where it goes, `http:` or `https:`. */
  url: URL;
  /** Sent as they are. */
  headers: Record<string, string>;
  /** Sent as UTF-8. Absent: no body. */
  body?: string;
  /** Keeps connections open and has the certificates, see `createHttpAgent`. Default: Node's own, which trusts its own certificates. */
  agent?: http.Agent;
  /** How long the whole exchange may take, in milliseconds. */
  timeoutMs: number;
  /** The largest response body that is accepted, in bytes. */
  maxBytes: number;
  /** Aborts the exchange. */
  signal?: AbortSignal;
}

/**
 * A complete response, whatever its status. A redirect is a response too: it is not followed, so that no credential goes to
 * another host.
 *
 * @public
 */
export interface HttpResponse {
  /** The HTTP status, e.g. 404. */
  status: number;
  /** Names in lower case. */
  headers: http.IncomingHttpHeaders;
  /** The body, decoded as UTF-8. */
  text: string;
}

/**
 * Sends a request and reads the whole response, whatever its status. Does not retry.
 *
 * @throws HttpError `unreachable` if nothing was sent, `unanswered` if the response is missing or incomplete, `unreadable` if
 *   it is too large. Its message names the host, but neither path, query nor headers, which may contain secrets.
 * @public
 */
export function sendHttpRequest(request: HttpRequest): Promise<HttpResponse> {
  const { method, url, headers, body, agent, maxBytes } = request;
  return new Promise((resolve, reject) => {
    let isSent = false;
    let finished = false;
    const isSecure = url.protocol === 'https:';
    const sent = (isSecure ? https : http).request(url, {
      method,
      ...(agent ? { agent } : {}),
      headers: {
        ...headers,
        // Without it, Node sends some bodies in chunks, and a bodiless request may leave the connection in a bad state.
        'Content-Length': String(Buffer.byteLength(body ?? '')),
      },
    });

    const cleanUp: (() => void)[] = [];
    const finish = (settle: () => void) => {
      if (finished) return;
      finished = true;
      cleanUp.forEach(step => step());
      settle();
    };
    const fail = (why: string, cause?: unknown) =>
      finish(() => {
        reject(
          isSent
            ? new HttpError(
                `${url.host} did not answer: ${why}`,
                'unanswered',
                cause,
              )
            : new HttpError(
                `${url.host} can't be reached: ${why}`,
                'unreachable',
                cause,
              ),
        );
        sent.destroy();
      });
    const onAbort = () => fail('the request was cancelled');
    const timer = setTimeout(
      () => fail(`it took longer than ${request.timeoutMs / 1000} s`),
      request.timeoutMs,
    );
    request.signal?.addEventListener('abort', onAbort);
    cleanUp.push(
      () => clearTimeout(timer),
      () => request.signal?.removeEventListener('abort', onAbort),
    );

    sent.on('socket', socket => {
      // A kept connection may have been closed by the other side meanwhile, which shows only after sending.
      if (!socket.connecting) isSent = true;
      else {
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          isSent = true;
        });
      }
    });
    sent.on('error', error => fail(describeNetworkError(error), error));
    sent.on('response', response => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) {
          finish(() => {
            reject(
              new HttpError(
                `${url.host} sent more than ${maxBytes} bytes`,
                'unreadable',
              ),
            );
            sent.destroy();
          });
          return;
        }
        chunks.push(chunk);
      });
      response.on('error', error => fail(describeNetworkError(error), error));
      response.on('close', () => fail('the connection was closed'));
      response.on('end', () => {
        if (!response.complete) {
          fail('the connection was closed');
          return;
        }
        finish(() =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
    });

    if (request.signal?.aborted) {
      onAbort();
      return;
    }
    sent.end(body);
  });
}

function describeNetworkError(error: Error & { code?: string }): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was reset';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name is unknown';
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no route to it';
    default:
      // OpenSSL's messages name certificates, not keys.
      return error.message;
  }
}
