import { Agent, request } from 'node:http';

/** A JSON API of one process. Throws for any status of 300 or more. */
export type Api = <T>(
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<T>;

/** Like a proxy in front of replicas. */
const CONNECTIONS = 64;
const RESPONSE_TIMEOUT_MS = 30_000;
const CLOSED = new Error('The connection was closed');

/**
 * Creates a client with keep-alive connections. It uses node:http directly, because it shares the cores with the
 * measured processes.
 */
export function createApi(
  baseUrl: string,
  headers: Record<string, string>,
): { api: Api; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const send = <T>(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ) =>
    new Promise<T>((resolve, reject) => {
      const content = body === undefined ? undefined : JSON.stringify(body);
      const sent = request(
        baseUrl + path,
        {
          agent,
          method,
          timeout: RESPONSE_TIMEOUT_MS,
          headers: {
            ...headers,
            ...more,
            ...(content === undefined
              ? {}
              : {
                  'content-type': 'application/json',
                  'content-length': String(Buffer.byteLength(content)),
                }),
          },
        },
        response => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', part => {
            text += part;
          });
          response.once('error', reject);
          response.once('end', () => {
            const { statusCode = 0 } = response;
            if (statusCode >= 300) {
              reject(
                new Error(
                  `${method} ${path}: HTTP ${statusCode} ${text.slice(0, 300)}`,
                ),
              );
              return;
            }
            resolve(text === '' ? undefined : JSON.parse(text));
          });
        },
      );
      sent.once('timeout', () =>
        sent.destroy(
          new Error(
            `${method} ${path}: no response within ${RESPONSE_TIMEOUT_MS} ms`,
          ),
        ),
      );
      sent.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          sent.reusedSocket && error.code === 'ECONNRESET' ? CLOSED : error,
        ),
      );
      sent.end(content);
    });
  const api = async <T>(
    method: string,
    path: string,
    body?: unknown,
    more?: Record<string, string>,
  ): Promise<T> => {
    try {
      return await send<T>(method, path, body, more);
    } catch (error) {
      // The server has closed the idle connection while this request was on its way.
      if (error !== CLOSED) throw error;
      return send(method, path, body, more);
    }
  };
  return { api, close: () => agent.destroy() };
}
