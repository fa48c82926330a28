import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificateAuthority } from '../certificates/certificateAuthority';
import {
  Fault,
  FaultRule,
  FaultRules,
  matchesRequest,
  RequestPattern,
} from './faultRules';

/** A request that reached the proxy. Headers and bodies are not recorded: they contain credentials. */
export interface RecordedRequest {
  method: string;
  /** With the query. */
  path: string;
  /** Epoch milliseconds. */
  at: number;
  /** The fault that it met. */
  fault?: Fault['kind'];
  /** Status that the system behind the proxy responded with, even if the client did not get it. */
  upstreamStatus?: number;
}

/** A running proxy. */
export interface FaultProxy {
  /** Base URL, e.g. `https://127.0.0.1:40123`. */
  url: string;
  /** Certificate that clients must trust, as PEM; `undefined` with plain HTTP. */
  certificateAuthority?: string;
  /** All requests so far, the oldest first. */
  requests: RecordedRequest[];
  /** Adds a fault. The result removes it. */
  inject(rule: FaultRule): () => void;
  /** Removes all faults and forgets all requests. */
  reset(): void;
  /** Counts the requests so far that match. */
  count(pattern: RequestPattern): number;
  /** Refuses connections while the function runs, as a system does whose process has ended, and closes the open ones. */
  whileUnreachable<T>(work: () => Promise<T>): Promise<T>;
  /** Stops it and closes its connections. */
  close(): Promise<void>;
}

/** Options of a proxy. */
export interface FaultProxyOptions {
  /** Base URL of the system behind it, `https:` or `http:`. */
  target: string;
  /** Certificate of the target's authority, as PEM. */
  ca?: string;
  /** What the proxy speaks itself. Default: what the target speaks. */
  protocol?: 'https' | 'http';
}

const HOP_BY_HOP = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]);

function buildErrorBody(status: number): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: status === 429 ? 'TooManyRequests' : 'InternalError',
    message: `injected fault: ${status}`,
    code: status,
  };
}

function respond(
  response: http.ServerResponse,
  fault: Extract<Fault, { kind: 'respond' }>,
): void {
  const body = JSON.stringify(fault.body ?? buildErrorBody(fault.status));
  response.writeHead(fault.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(fault.retryAfterS === undefined
      ? {}
      : { 'retry-after': String(fault.retryAfterS) }),
  });
  response.end(body);
}

/**
 * Starts a proxy on a free loopback port that forwards every request to a system, except where a fault is injected. It
 * terminates TLS with a certificate of its own, so clients must use bearer tokens: client certificates end here.
 */
export async function createFaultProxy(
  options: FaultProxyOptions,
): Promise<FaultProxy> {
  const target = new URL(options.target);
  const isTargetSecure = target.protocol === 'https:';
  const isSecure = options.protocol
    ? options.protocol === 'https'
    : isTargetSecure;
  const rules = new FaultRules();
  const requests: RecordedRequest[] = [];
  /** The TCP connections by the client's port: a TLS socket cannot be reset, only the one below it. */
  const connections = new Map<number, Socket>();

  function resetConnection(request: http.IncomingMessage): void {
    const { remotePort } = request.socket;
    const connection =
      remotePort === undefined ? undefined : connections.get(remotePort);
    if (connection) connection.resetAndDestroy();
    else request.socket.destroy();
  }

  function forward(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    recorded: RecordedRequest,
    isCut: boolean,
  ): void {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name)),
    );
    const { request: send } = isTargetSecure ? https : http;
    const upstream = send(
      {
        host: target.hostname,
        port: target.port || (isTargetSecure ? 443 : 80),
        method: request.method,
        path: `${target.pathname.replace(/\/$/, '')}${request.url}`,
        headers,
        ca: options.ca,
        agent: false,
      },
      result => {
        recorded.upstreamStatus = result.statusCode;
        if (isCut) {
          resetConnection(request);
          result.resume();
          return;
        }
        const kept = Object.fromEntries(
          Object.entries(result.headers).filter(
            ([name]) => !HOP_BY_HOP.has(name),
          ),
        );
        response.writeHead(result.statusCode ?? 502, kept);
        // The headers of a watch arrive before its first event.
        response.flushHeaders();
        result.pipe(response);
        result.once('error', () => resetConnection(request));
        result.once('aborted', () => resetConnection(request));
      },
    );
    upstream.once('error', () => resetConnection(request));
    response.once('close', () => {
      if (!response.writableFinished && !isCut) upstream.destroy();
    });
    request.pipe(upstream);
  }

  async function handle(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const recorded: RecordedRequest = { method, path, at: Date.now() };
    requests.push(recorded);
    const fault = rules.take(recorded);
    if (!fault) {
      forward(request, response, recorded, false);
      return;
    }
    recorded.fault = fault.kind;
    switch (fault.kind) {
      case 'cut':
        forward(request, response, recorded, true);
        return;
      case 'reset':
        resetConnection(request);
        return;
      case 'respond':
        // The rest of the body would stay in the connection.
        request.resume();
        respond(response, fault);
        return;
      case 'delay':
        await sleep(fault.ms);
        if (!request.socket.destroyed) {
          forward(request, response, recorded, false);
        }
        return;
      default: {
        const never: never = fault;
        throw new Error(`Unknown fault ${JSON.stringify(never)}`);
      }
    }
  }

  const authority = isSecure
    ? createCertificateAuthority('slipway-fault-proxy')
    : undefined;
  const issued = authority?.issue({
    commonName: 'fault-proxy',
    hosts: ['127.0.0.1', 'localhost'],
  });
  const server = issued
    ? https.createServer({ cert: issued.certificate, key: issued.key })
    : http.createServer();
  server.on('request', handle);
  server.on('connection', (connection: Socket) => {
    const { remotePort } = connection;
    if (remotePort === undefined) return;
    connections.set(remotePort, connection);
    connection.once('close', () => connections.delete(remotePort));
  });
  const listen = async (wanted: number) => {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  async function close() {
    const closed = new Promise(resolve => server.close(resolve));
    for (const connection of connections.values()) connection.destroy();
    await closed;
  }

  return {
    url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`,
    certificateAuthority: authority?.certificate,
    requests,
    inject: rule => rules.add(rule),
    reset() {
      rules.clear();
      requests.length = 0;
    },
    count: pattern =>
      requests.filter(request => matchesRequest(pattern, request)).length,
    async whileUnreachable(work) {
      await close();
      try {
        return await work();
      } finally {
        await listen(port);
      }
    },
    close,
  };
}
