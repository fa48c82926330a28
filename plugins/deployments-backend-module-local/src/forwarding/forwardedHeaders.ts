import type { IncomingMessage } from 'node:http';

/** Names and values, alternating, as in `rawHeaders`. */
export type RawHeaders = string[];

/**
 * Headers that concern one connection (RFC 9110, section 7.6.1), in lower case. `transfer-encoding` and `trailer` depend
 * on the message, see below.
 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'upgrade',
]);

/** The header of a copied request. Clients can't set it, so that services can rely on it. */
export const MIRRORED_HEADER = 'x-slipway-mirrored';

/** Methods for which Node sends no body unless a header announces one. */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);

/** Whether a request has a body, which may be empty. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return (
    headers['transfer-encoding'] !== undefined ||
    (headers['content-length'] ?? '0') !== '0'
  );
}

/** Lists the headers that the message's `Connection` names, in lower case; `undefined` without any. */
function listConnectionOptions(
  connection: string | undefined,
): Set<string> | undefined {
  if (connection === undefined || /^(keep-alive|close)$/i.test(connection)) {
    return undefined;
  }
  return new Set(
    connection
      .toLowerCase()
      .split(',')
      .map(option => option.trim()),
  );
}

/**
 * Builds the headers of the request to an instance: without those of the client's connection, with `X-Forwarded-*`.
 *
 * @param host - The instance's address, for clients of HTTP/1.0 that name no host.
 * @param upgrade - Whether the client asks for another protocol on this connection.
 */
export function toRequestHeaders(
  request: IncomingMessage,
  host: string,
  upgrade: boolean,
): RawHeaders {
  const { rawHeaders, headers, method = 'GET', socket } = request;
  const dropped = listConnectionOptions(headers.connection);
  const isChunked = headers['transfer-encoding'] !== undefined;
  const forwarded: RawHeaders = [];
  let addresses = socket.remoteAddress ?? '';
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    const key = name.toLowerCase();
    if (key === 'x-forwarded-for') addresses = `${value}, ${addresses}`;
    else if (
      !HOP_BY_HOP.has(key) &&
      key !== MIRRORED_HEADER &&
      !dropped?.has(key) &&
      (key !== 'trailer' || isChunked)
    ) {
      forwarded.push(name, value);
    }
  }
  if (!headers.host) forwarded.push('Host', host);
  if (upgrade) {
    forwarded.push('Connection', 'Upgrade', 'Upgrade', headers.upgrade ?? '');
  } else if (/\btrailers\b/i.test(String(headers.te ?? ''))) {
    forwarded.push('TE', 'trailers');
  }
  // Otherwise Node would announce a chunked body.
  if (!hasBody(request) && !headers['content-length']) {
    if (!WITHOUT_BODY.has(method)) forwarded.push('Content-Length', '0');
  }
  forwarded.push('X-Forwarded-For', addresses);
  if (!headers['x-forwarded-proto']) {
    forwarded.push('X-Forwarded-Proto', 'http');
  }
  if (!headers['x-forwarded-host'] && headers.host) {
    forwarded.push('X-Forwarded-Host', headers.host);
  }
  if (!headers['x-forwarded-port']) {
    forwarded.push('X-Forwarded-Port', String(socket.localPort ?? ''));
  }
  return forwarded;
}

/**
 * Builds the headers of the response to a client: without those of the instance's connection. Node frames the body
 * again.
 *
 * @param canHaveTrailers - Whether the response to the client will be chunked if it has no `Content-Length`.
 */
export function toResponseHeaders(
  { rawHeaders, headers }: IncomingMessage,
  canHaveTrailers: boolean,
): RawHeaders {
  const dropped = listConnectionOptions(headers.connection);
  const keepsTrailer =
    canHaveTrailers && headers['content-length'] === undefined;
  const forwarded: RawHeaders = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const key = name.toLowerCase();
    if (
      !HOP_BY_HOP.has(key) &&
      key !== 'transfer-encoding' &&
      !dropped?.has(key) &&
      (key !== 'trailer' || keepsTrailer)
    ) {
      forwarded.push(name, rawHeaders[index + 1] ?? '');
    }
  }
  return forwarded;
}

/** Pairs of names and values. */
export function toPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    pairs.push([raw[index] ?? '', raw[index + 1] ?? '']);
  }
  return pairs;
}
