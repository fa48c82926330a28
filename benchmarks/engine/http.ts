import { Agent, request } from 'node:http';

/** A JSON API of one process. Throws for any status of 300 or more. */
export type Api = <T>(
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<T>;

/** As a proxy in front of replicas would hold them. */
const CONNECTIONS = 64;
const ANSWER_WITHIN_MS = 30_000;

/**
 * A client over connections that stay open, of node:http alone: it shares the cores with what is measured, so it must
 * cost little.
 */
export function createApi(
  baseUrl: string,
  headers: Record<string, string>,
): { api: Api; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const api = <T>(
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
          timeout: ANSWER_WITHIN_MS,
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
            `${method} ${path}: no answer within ${ANSWER_WITHIN_MS} ms`,
          ),
        ),
      );
      sent.once('error', reject);
      sent.end(content);
    });
  return { api, close: () => agent.destroy() };
}
