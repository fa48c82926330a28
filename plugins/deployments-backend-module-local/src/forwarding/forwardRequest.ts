import http from 'node:http';
import {
  hasBody,
  toPairs,
  toRequestHeaders,
  toResponseHeaders,
} from './forwardedHeaders';
import {
  isRepeatable,
  type Replica,
  type UpstreamConnections,
} from './upstreamConnections';

/** A request to forward, and where. */
export interface ForwardRequestOptions {
  request: http.IncomingMessage;
  response: http.ServerResponse;
  /** Path and query. */
  path: string;
  replica: Replica;
  host: string;
  connections: UpstreamConnections;
  /** Headers to add to the response. */
  responseHeaders: readonly string[];
  /** Called when the response of the instance begins. Its body may be read in addition. */
  onResponse?(incoming: http.IncomingMessage): void;
  /**
   * Called at most once, if the instance fails: before the response begins, so that an error can be sent, or later, when
   * the response has been interrupted. `timeout`: it sent nothing in time.
   */
  onFailure(failure: 'timeout' | NodeJS.ErrnoException): void;
}

/** Forwards a request to an instance, and its response to the client. */
export function forwardRequest(options: ForwardRequestOptions): void {
  const { request, response, replica, connections, onFailure } = options;
  const headers = toRequestHeaders(
    request,
    `${options.host}:${replica.port}`,
    false,
  );
  const withBody = hasBody(request);
  let upstream: http.ClientRequest | undefined;
  let hasFailed = false;

  const fail = (failure: 'timeout' | NodeJS.ErrnoException) => {
    if (hasFailed) return;
    hasFailed = true;
    const hasBegun = response.headersSent;
    onFailure(failure);
    if (hasBegun) response.destroy();
    // A client that is still sending its body gets the error after it; closing the connection now would reset it.
    else request.unpipe().resume();
  };

  const send = (agent: http.Agent) => {
    let incoming: http.IncomingMessage | undefined;
    let isSilent = false;
    const sent = http.request({
      host: options.host,
      port: replica.port,
      method: request.method,
      path: options.path,
      headers,
      agent,
      timeout: connections.timeoutMs,
    });
    upstream = sent;
    sent.once('timeout', () => {
      isSilent = true;
      sent.destroy();
      // A response that has begun reports no error of the request.
      if (incoming) fail('timeout');
    });
    sent.once('response', received => {
      incoming = received;
      forwardResponse(received, options, fail);
    });
    sent.once('upgrade', (_response, socket) => {
      socket.destroy();
      fail(new Error('It changed the protocol, which nobody asked for'));
    });
    sent.on('error', error => {
      if (response.destroyed || incoming) return;
      if (isSilent) fail('timeout');
      else if (sent.reusedSocket && isRepeatable(request)) {
        send(connections.fresh);
      } else fail(error);
    });
    if (request.headers.expect !== undefined) {
      sent.once('continue', () => response.writeContinue());
    }
    if (withBody) {
      request.once('end', () => {
        if (request.rawTrailers.length > 0) {
          sent.addTrailers(toPairs(request.rawTrailers));
        }
      });
      // The client may disconnect after a response that came before the end of the body.
      request.once('close', () => {
        if (!request.complete) sent.destroy();
      });
      request.pipe(sent);
    } else sent.end();
  };

  response.once('close', () => {
    // The client disconnected.
    if (!response.writableFinished) upstream?.destroy();
  });
  try {
    send(connections.choose(replica.id, request));
  } catch (error) {
    // Node reads requests that it refuses to write.
    fail(toError(error));
  }
}

function forwardResponse(
  incoming: http.IncomingMessage,
  { request, response, responseHeaders, onResponse }: ForwardRequestOptions,
  fail: (failure: 'timeout' | NodeJS.ErrnoException) => void,
): void {
  const headers = toResponseHeaders(
    incoming,
    request.httpVersion === '1.1' && request.method !== 'HEAD',
  );
  headers.push(...responseHeaders);
  try {
    response.writeHead(
      incoming.statusCode ?? 502,
      incoming.statusMessage,
      headers,
    );
  } catch (error) {
    // Node reads status lines that it refuses to write.
    incoming.on('error', () => {});
    incoming.destroy();
    fail(toError(error));
    return;
  }
  // Otherwise the client would wait forever.
  incoming.once('close', () => {
    if (!incoming.complete && !response.destroyed) {
      fail(new Error('The response was interrupted'));
    }
  });
  incoming.on('error', () => {});
  onResponse?.(incoming);
  // A pipe does the same with twice as many listeners.
  incoming.on('data', chunk => {
    if (!response.write(chunk)) incoming.pause();
  });
  response.on('drain', () => incoming.resume());
  incoming.once('end', () => {
    if (incoming.rawTrailers.length > 0) {
      response.addTrailers(toPairs(incoming.rawTrailers));
    }
    response.end();
  });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
