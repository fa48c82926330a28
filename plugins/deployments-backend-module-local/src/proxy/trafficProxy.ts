import http from 'node:http';
import type { Duplex } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { forwardRequest } from '../forwarding/forwardRequest';
import { forwardUpgrade, refuseUpgrade } from '../forwarding/forwardUpgrade';
import {
  createRequestMirror,
  type MirrorOutcome,
} from '../mirror/requestMirror';
import { createInFlightRequests } from './inFlightRequests';
import { createReplicaBalancer } from './replicaBalancer';
import { createRequestRouter, type RoutingTable } from './requestRouter';
import {
  createUpstreamConnections,
  type Replica,
} from '../forwarding/upstreamConnections';

/** A request that has completed. */
export interface CompletedRequest {
  /** Absent if the request fell into a share of traffic that isn't assigned to an instance. */
  instance?: string;
  /** It went to the candidate because of its header or cookie, as a tester's request. */
  isMatched: boolean;
  status: number;
  /** The instance failed: 5xx, connection refused or interrupted, or no response in time. */
  error: boolean;
  /** The client disconnected before the response, which says nothing about the instance. */
  aborted: boolean;
  durationMs: number;
  method: string;
  /** Path and query as they were sent, which may be private. */
  path: string;
}

/** Which requests go to which processes. */
export interface ProxyTable extends RoutingTable {
  routes: ReadonlyArray<
    RoutingTable['routes'][number] & {
      /** The processes that share the requests of this version; never empty. */
      replicas: readonly Replica[];
    }
  >;
}

/** Routes requests to the instances of a service environment. */
export interface TrafficProxy {
  /** Starts listening. Rejects with the error of the system, e.g. EADDRINUSE. */
  listen(port: number): Promise<void>;
  isListening(): boolean;
  /** Replaces all routes. Requests in progress stay with their process. */
  route(table: ProxyTable): void;
  /** Resolves when the replica has no requests in progress, or after `timeoutMs`. */
  waitUntilDrained(replica: string, timeoutMs: number): Promise<void>;
  /** Accepts no new connections, and closes existing ones after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Where a proxy listens, and who gets its results. */
export interface TrafficProxyOptions {
  host: string;
  /** Names the service environment in error responses. */
  name: string;
  /** A request fails if the instance sends nothing for this long. */
  requestTimeoutMs: number;
  onRequestCompleted(completed: CompletedRequest): void;
  /** Called for each request that was to be mirrored to the candidate. */
  onMirrored(candidate: string, outcome: MirrorOutcome): void;
}

/**
 * Creates the server behind a stable URL, which routes each request to one of the instances.
 *
 * Connections to instances are kept alive. If an instance closes an idle one at the moment at which a request is sent on
 * it, the request is sent again, so that it doesn't count as a failure.
 */
export function createTrafficProxy(options: TrafficProxyOptions): TrafficProxy {
  const { host, name, requestTimeoutMs, onRequestCompleted } = options;
  let table: ProxyTable = { routes: [] };
  let replicas = new Map<string, readonly Replica[]>();
  let isDeployed = false;
  let choose = createRequestRouter(table);
  const connections = createUpstreamConnections(requestTimeoutMs);
  const inFlight = createInFlightRequests(replica => {
    if (!listReplicas(table).has(replica)) connections.closeIdle(replica);
  });
  const balance = createReplicaBalancer(inFlight.count);
  const findReplica = (instance: string | undefined): Replica | undefined =>
    instance === undefined ? undefined : balance(replicas.get(instance) ?? []);
  const upgraded = new Set<Duplex>();
  const mirror = createRequestMirror({
    host,
    connections,
    onMirrored(candidate, outcome) {
      // The responses of a candidate that is stopped say nothing about it.
      if (table.candidate === candidate) options.onMirrored(candidate, outcome);
    },
  });

  const sendFailure = (
    response: http.ServerResponse,
    failure: 'timeout' | NodeJS.ErrnoException,
  ) => {
    if (response.headersSent) return;
    if (failure === 'timeout') {
      sendText(
        response,
        504,
        `${name} did not respond within ${requestTimeoutMs / 1000} s.\n`,
      );
      return;
    }
    sendText(
      response,
      502,
      `${name} did not respond (${failure.code ?? failure.message}).\n`,
    );
  };

  const handle = (
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ) => {
    const startedAt = performance.now();
    const path = toPath(request.url);
    if (path === undefined) {
      sendText(response, 400, 'The URL of the request is not valid.\n');
      return;
    }
    const { instance, isMatched, setCookie, mirrorTo } = choose(request);
    const replica = findReplica(instance);
    if (!replica) {
      sendText(
        response,
        503,
        isDeployed
          ? `${name}: no version receives this share of the traffic yet.\n`
          : `${name}: nothing is deployed here.\n`,
      );
      if (isDeployed) {
        onRequestCompleted({
          isMatched,
          status: 503,
          error: true,
          aborted: false,
          durationMs: performance.now() - startedAt,
          method: request.method ?? '',
          path,
        });
      }
      return;
    }
    let hasFailed = false;
    const leave = inFlight.enter(replica.id);
    const copyTo = findReplica(mirrorTo);
    const copy =
      mirrorTo !== undefined && copyTo
        ? mirror.mirror({
            request,
            path,
            candidate: mirrorTo,
            replica: copyTo,
            ignoredFields: table.routing?.mirror?.ignoredFields ?? [],
          })
        : undefined;
    response.once('close', () => {
      leave();
      copy?.onBaselineEnd();
      const aborted = !hasFailed && !response.writableFinished;
      onRequestCompleted({
        instance,
        isMatched,
        status: response.statusCode,
        error: !aborted && (hasFailed || response.statusCode >= 500),
        aborted,
        durationMs: performance.now() - startedAt,
        method: request.method ?? '',
        path,
      });
    });
    forwardRequest({
      request,
      response,
      path,
      replica,
      host,
      connections,
      responseHeaders: setCookie === undefined ? [] : ['Set-Cookie', setCookie],
      onResponse: copy?.onBaselineResponse,
      onFailure(failure) {
        hasFailed = true;
        sendFailure(response, failure);
      },
    });
  };

  const server = http.createServer(handle);
  server.on('checkContinue', handle);

  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => upgraded.delete(socket));
    const path = toPath(request.url);
    if (path === undefined) {
      refuseUpgrade(socket, 400);
      return;
    }
    const { instance, setCookie } = choose(request);
    const replica = findReplica(instance);
    if (!replica) {
      refuseUpgrade(socket, 503);
      return;
    }
    socket.once('close', inFlight.enter(replica.id));
    try {
      forwardUpgrade({
        request,
        socket,
        head,
        path,
        host,
        port: replica.port,
        timeoutMs: requestTimeoutMs,
        responseHeaders:
          setCookie === undefined ? [] : ['Set-Cookie', setCookie],
      });
    } catch {
      // Node reads requests that it refuses to write.
      refuseUpgrade(socket, 400);
    }
  });

  server.on('clientError', (_error, socket: Duplex) => {
    if (socket.writable) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    }
  });

  return {
    listen: port =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port, exclusive: true }, () => {
          server.off('error', reject);
          resolve();
        });
      }),
    isListening: () => server.listening,
    route(next) {
      const before = table;
      table = next;
      replicas = new Map(next.routes.map(one => [one.instance, one.replicas]));
      isDeployed = next.routes.some(({ weight }) => weight > 0);
      // A new router for the same weights would restart its hundred draws.
      if (!isDeepStrictEqual(toWeights(before), toWeights(next))) {
        choose = createRequestRouter(next);
      }
      const routed = listReplicas(next);
      for (const replica of listReplicas(before)) {
        if (!routed.has(replica) && inFlight.count(replica) === 0) {
          connections.closeIdle(replica);
        }
      }
    },
    waitUntilDrained: inFlight.waitUntilDrained,
    async close(graceMs) {
      if (!server.listening) return;
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      server.closeIdleConnections();
      const cutTimer = setTimeout(() => {
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(cutTimer);
      connections.closeAll();
    },
  };
}

function listReplicas({ routes }: ProxyTable): Set<string> {
  return new Set(
    routes.flatMap(({ replicas }) => replicas.map(({ id }) => id)),
  );
}

function toWeights({ routes, ...rules }: ProxyTable): RoutingTable {
  return {
    routes: routes.map(({ instance, weight }) => ({ instance, weight })),
    ...rules,
  };
}

/**
 * Returns path and query of a request's URL: instances get no absolute URLs, which are meant for proxies. `undefined` if
 * the URL is not valid.
 */
function toPath(url = ''): string | undefined {
  if (url.startsWith('/') || url === '*') return url;
  if (!URL.canParse(url)) return undefined;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function sendText(response: http.ServerResponse, status: number, text: string) {
  // Explicitly, because the response keeps a reason that could not be written.
  response.writeHead(status, http.STATUS_CODES[status], {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(text);
}
