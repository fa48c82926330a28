import http from 'node:http';
import type { Duplex } from 'node:stream';
import {
  toPairs,
  toRequestHeaders,
  toResponseHeaders,
  type RawHeaders,
} from './forwardedHeaders';

/** A request to change the protocol of a connection, such as WebSocket, and where to forward it. */
export interface ForwardUpgradeOptions {
  request: http.IncomingMessage;
  /** The client's connection. Its errors must be handled. */
  socket: Duplex;
  /** What the client has already sent in the new protocol. */
  head: Buffer;
  /** Path and query. */
  path: string;
  host: string;
  port: number;
  /** How long the instance may take to respond. */
  timeoutMs: number;
  /** Headers to add to the response. */
  responseHeaders: readonly string[];
}

/** Connects a client with an instance. The connection stays with the instance until one of them closes it. */
export function forwardUpgrade(options: ForwardUpgradeOptions): void {
  const { request, socket, head, timeoutMs, responseHeaders } = options;
  const upstream = http.request({
    host: options.host,
    port: options.port,
    method: request.method,
    path: options.path,
    headers: toRequestHeaders(request, `${options.host}:${options.port}`, true),
    agent: false,
    timeout: timeoutMs,
  });
  socket.once('close', () => upstream.destroy());
  upstream.once('timeout', () => {
    refuseUpgrade(socket, 504);
    upstream.destroy();
  });
  upstream.on('error', () => refuseUpgrade(socket, 502));
  upstream.once('upgrade', (response, instanceSocket, instanceHead) => {
    instanceSocket.setTimeout(0);
    const headers = toResponseHeaders(response, false);
    headers.push('Connection', 'Upgrade');
    if (response.headers.upgrade) {
      headers.push('Upgrade', response.headers.upgrade);
    }
    socket.write(
      formatHead(response, [...headers, ...responseHeaders]),
      'latin1',
    );
    if (instanceHead.length > 0) socket.write(instanceHead);
    if (head.length > 0) instanceSocket.write(head);
    instanceSocket.on('error', () => socket.destroy());
    socket.once('close', () => instanceSocket.destroy());
    instanceSocket.once('close', () => socket.destroy());
    socket.pipe(instanceSocket).pipe(socket);
  });
  // The instance stays with HTTP.
  upstream.once('response', response => {
    const headers = toResponseHeaders(response, false);
    headers.push('Connection', 'close', ...responseHeaders);
    socket.write(formatHead(response, headers), 'latin1');
    response.once('close', () => {
      if (!response.complete) socket.destroy();
    });
    response.on('error', () => {});
    response.pipe(socket);
  });
  upstream.end();
}

/** Responds to an upgrade request with an error, and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  if (!socket.writable) return;
  socket.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`,
  );
}

function formatHead(
  { statusCode, statusMessage }: http.IncomingMessage,
  headers: RawHeaders,
): string {
  const lines = toPairs(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join(
    '\r\n',
  )}\r\n\r\n`;
}
