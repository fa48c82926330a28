import http from 'node:http';
import type { Duplex } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { createProxyServer } from 'http-proxy-3';
import { createShuffleBag } from './weightedShuffleBag';
import { createInFlightRequests } from './inFlightRequests';

/** An instance that gets traffic. */
export interface ProxyRoute {
  instance: string;
  port: number;
  /** Percent, 0 to 100. */
  weight: number;
}

/** A request that has completed. */
export interface CompletedRequest {
  /** Absent if the request fell into a share of traffic that isn't assigned to an instance. */
  instance?: string;
  status: number;
  /** The instance failed: 5xx, connection refused or interrupted, or no response in time. */
  error: boolean;
  /** The client disconnected before the response, which says nothing about the instance. */
  aborted: boolean;
  durationMs: number;
}

/** Routes requests to the instances of a service environment. */
export interface TrafficProxy {
  /** Starts listening. Rejects with the error of the system, e.g. EADDRINUSE. */
  listen(port: number): Promise<void>;
  isListening(): boolean;
  /** Replaces all routes. Requests in progress stay with their instance. */
  route(routes: readonly ProxyRoute[]): void;
  /** Resolves when the instance has no requests in progress, or after `timeoutMs`. */
  waitUntilDrained(instance: string, timeoutMs: number): Promise<void>;
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
}

/** State of a request in progress. */
interface RequestState {
  upstreamFailed: boolean;
  /** The instance sent nothing within the timeout. */
  isSilent: boolean;
}

/**
 * Creates the server behind a stable URL, which routes each request to one of the instances by weight.
 *
 * It opens a new connection to the instance for each request. On loopback that costs some tens of microseconds. A
 * pooled connection could be closed by the instance at the same moment, and the request would count as its failure.
 */
export function createTrafficProxy(options: TrafficProxyOptions): TrafficProxy {
  const { host, name, requestTimeoutMs, onRequestCompleted } = options;
  let routes = new Map<string, ProxyRoute>();
  let drawInstance = createShuffleBag([]);
  const inFlight = createInFlightRequests();
  const requestStates = new WeakMap<http.IncomingMessage, RequestState>();
  const upgraded = new Set<Duplex>();

  const proxy = createProxyServer({
    xfwd: true,
    ws: true,
    // Needed for requests with `Expect`, for which the proxy emits no `proxyReq`.
    proxyTimeout: requestTimeoutMs,
  });

  // The proxy's own timeout looks like a connection reset.
  proxy.on('proxyReq', (upstream, request) => {
    upstream.setTimeout(requestTimeoutMs, () => {
      const state = requestStates.get(request);
      if (state) state.isSilent = true;
      upstream.destroy();
    });
  });

  const chooseRoute = (): ProxyRoute | undefined => {
    const id = drawInstance();
    return id === undefined ? undefined : routes.get(id);
  };

  const toTarget = (route: ProxyRoute) => ({
    protocol: 'http:',
    host,
    port: route.port,
  });

  proxy.on('proxyRes', (upstream, request, response) => {
    // These headers concern our connection to the instance and would close the client's.
    delete upstream.headers.connection;
    delete upstream.headers['keep-alive'];
    // The proxy pipes the response, and a pipe does not end when its source is interrupted: the client would wait
    // forever.
    upstream.once('close', () => {
      if (upstream.complete) return;
      const state = requestStates.get(request);
      if (state) state.upstreamFailed = true;
      response.destroy();
    });
  });

  // Failures before a response, and failures of upgraded connections.
  proxy.on('error', (error, request, response) => {
    const state = requestStates.get(request);
    if (state) state.upstreamFailed = true;
    if (!('setHeader' in response)) {
      response.destroy();
      return;
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (state?.isSilent) {
      sendText(
        response,
        504,
        `${name} did not respond within ${requestTimeoutMs / 1000} s.\n`,
      );
      return;
    }
    const code = (error as NodeJS.ErrnoException).code ?? error.message;
    sendText(response, 502, `${name} did not respond (${code}).\n`);
  });

  const server = http.createServer((request, response) => {
    const startedAt = performance.now();
    if (!hasValidUrl(request)) {
      sendText(response, 400, 'The URL of the request is not valid.\n');
      return;
    }
    const route = chooseRoute();
    if (!route) {
      const isDeployed = routes.size > 0;
      sendText(
        response,
        503,
        isDeployed
          ? `${name}: no version receives this share of the traffic yet.\n`
          : `${name}: nothing is deployed here.\n`,
      );
      if (isDeployed) {
        onRequestCompleted({
          status: 503,
          error: true,
          aborted: false,
          durationMs: performance.now() - startedAt,
        });
      }
      return;
    }
    const state: RequestState = { upstreamFailed: false, isSilent: false };
    requestStates.set(request, state);
    const leave = inFlight.enter(route.instance);
    response.once('close', () => {
      leave();
      const isAborted = !state.upstreamFailed && !response.writableFinished;
      onRequestCompleted({
        instance: route.instance,
        status: response.statusCode,
        error:
          !isAborted && (state.upstreamFailed || response.statusCode >= 500),
        aborted: isAborted,
        durationMs: performance.now() - startedAt,
      });
    });
    proxy.web(request, response, { target: toTarget(route) });
  });

  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket);
    if (!hasValidUrl(request)) {
      socket.on('error', () => socket.destroy());
      socket.once('close', () => upgraded.delete(socket));
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    const route = chooseRoute();
    const leave = route ? inFlight.enter(route.instance) : () => {};
    socket.once('close', () => {
      upgraded.delete(socket);
      leave();
    });
    socket.on('error', () => socket.destroy());
    if (!route) {
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n',
      );
      return;
    }
    proxy.ws(request, socket, head, { target: toTarget(route) });
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
      const withTraffic = next.filter(route => route.weight > 0);
      // A new bag for the same weights would restart its hundred draws.
      if (isDeepStrictEqual([...routes.values()], withTraffic)) return;
      routes = new Map(withTraffic.map(route => [route.instance, route]));
      drawInstance = createShuffleBag(
        withTraffic.map(({ instance, weight }) => ({ id: instance, weight })),
      );
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
    },
  };
}

/** Whether the proxy can parse the URL. Otherwise it throws, and the client would get no response. */
function hasValidUrl({ url = '' }: http.IncomingMessage): boolean {
  return url.startsWith('//') || URL.canParse(url, 'http://localhost');
}

function sendText(response: http.ServerResponse, status: number, text: string) {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(text);
}
