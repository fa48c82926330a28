import http from 'node:http';
import type { Duplex } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { createProxyServer } from 'http-proxy-3';
import { createDeck } from './weightedShuffleBag';
import { createInFlight } from './inFlightRequests';

export interface ProxyRoute {
  instance: string;
  port: number;
  /** Percent, 0 to 100. */
  weight: number;
}

/** A request that is over. */
export interface Answered {
  /** Absent when no instance had the share of traffic that it fell in. */
  instance?: string;
  status: number;
  /** The instance failed: 5xx, refused, broke off, gave no answer in time. */
  error: boolean;
  /** The client went away before an answer: says nothing about the instance. */
  aborted: boolean;
  durationMs: number;
}

export interface PlaceProxy {
  /** Starts listening; rejects with the system's error, e.g. EADDRINUSE. */
  listen(port: number): Promise<void>;
  isListening(): boolean;
  /** Replaces all routes; requests under way stay where they are. */
  route(routes: readonly ProxyRoute[]): void;
  drained(instance: string, timeoutMs: number): Promise<void>;
  /** Takes no new connections; what is under way gets `graceMs`, then it is cut. */
  close(graceMs: number): Promise<void>;
}

export interface PlaceProxyOptions {
  host: string;
  /** In words, for the answer when nobody is there. */
  name: string;
  /** An instance that says nothing for this long has failed. */
  requestTimeoutMs: number;
  onAnswered(answered: Answered): void;
}

interface UnderWay {
  upstreamFailed: boolean;
  /** The instance sent nothing within the time limit. */
  isSilent: boolean;
}

/**
 * The stable URL of a place: an HTTP server that hands each request to one of the place's instances by weight.
 *
 * To the instances it opens a connection per request. On loopback that costs some tens of microseconds, and no request
 * can fall into a pooled connection that its instance is just closing, which would count against the instance.
 */
export function createPlaceProxy(options: PlaceProxyOptions): PlaceProxy {
  const { host, name, requestTimeoutMs, onAnswered } = options;
  let routes = new Map<string, ProxyRoute>();
  let draw = createDeck([]);
  const inFlight = createInFlight();
  const underWay = new WeakMap<http.IncomingMessage, UnderWay>();
  const upgraded = new Set<Duplex>();

  const proxy = createProxyServer({
    xfwd: true,
    ws: true,
    // For requests with `Expect`, for which the proxy emits no `proxyReq`.
    proxyTimeout: requestTimeoutMs,
  });

  // The proxy's own time limit alone looks like a connection that was reset.
  proxy.on('proxyReq', (upstream, request) => {
    upstream.setTimeout(requestTimeoutMs, () => {
      const state = underWay.get(request);
      if (state) state.isSilent = true;
      upstream.destroy();
    });
  });

  const choose = (): ProxyRoute | undefined => {
    const id = draw();
    return id === undefined ? undefined : routes.get(id);
  };

  const target = (route: ProxyRoute) => ({
    protocol: 'http:',
    host,
    port: route.port,
  });

  proxy.on('proxyRes', (upstream, request, response) => {
    // These are about our connection to the instance; passed on, they would close the client's.
    delete upstream.headers.connection;
    delete upstream.headers['keep-alive'];
    // The proxy pipes, and a pipe does not end when its source breaks off: the client would wait for ever.
    upstream.once('close', () => {
      if (upstream.complete) return;
      const state = underWay.get(request);
      if (state) state.upstreamFailed = true;
      response.destroy();
    });
  });

  // Failures before an answer, and of upgraded connections.
  proxy.on('error', (error, request, response) => {
    const state = underWay.get(request);
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
        `${name} gave no answer within ${requestTimeoutMs / 1000} s.\n`,
      );
      return;
    }
    const code = (error as NodeJS.ErrnoException).code ?? error.message;
    sendText(response, 502, `${name} did not answer (${code}).\n`);
  });

  const server = http.createServer((request, response) => {
    const begun = performance.now();
    if (!canBePassedOn(request)) {
      sendText(response, 400, 'What was asked for is no address.\n');
      return;
    }
    const route = choose();
    if (!route) {
      const deployed = routes.size > 0;
      sendText(
        response,
        503,
        deployed
          ? `${name}: this part of the traffic goes to no version yet.\n`
          : `${name}: nothing is deployed here.\n`,
      );
      if (deployed) {
        onAnswered({
          status: 503,
          error: true,
          aborted: false,
          durationMs: performance.now() - begun,
        });
      }
      return;
    }
    const state: UnderWay = { upstreamFailed: false, isSilent: false };
    underWay.set(request, state);
    const leave = inFlight.enter(route.instance);
    response.once('close', () => {
      leave();
      const aborted = !state.upstreamFailed && !response.writableFinished;
      onAnswered({
        instance: route.instance,
        status: response.statusCode,
        error: !aborted && (state.upstreamFailed || response.statusCode >= 500),
        aborted,
        durationMs: performance.now() - begun,
      });
    });
    proxy.web(request, response, { target: target(route) });
  });

  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket);
    if (!canBePassedOn(request)) {
      socket.on('error', () => socket.destroy());
      socket.once('close', () => upgraded.delete(socket));
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    const route = choose();
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
    proxy.ws(request, socket, head, { target: target(route) });
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
      const carrying = next.filter(route => route.weight > 0);
      // A new deck for the same shares would begin its hundred anew.
      if (isDeepStrictEqual([...routes.values()], carrying)) return;
      routes = new Map(carrying.map(route => [route.instance, route]));
      draw = createDeck(
        carrying.map(({ instance, weight }) => ({ id: instance, weight })),
      );
    },
    drained: inFlight.drained,
    async close(graceMs) {
      if (!server.listening) return;
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Whether the proxy can make a path of what was asked for; otherwise it throws, and nobody would answer. */
function canBePassedOn({ url = '' }: http.IncomingMessage): boolean {
  return url.startsWith('//') || URL.canParse(url, 'http://localhost');
}

function sendText(response: http.ServerResponse, status: number, text: string) {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(text);
}
