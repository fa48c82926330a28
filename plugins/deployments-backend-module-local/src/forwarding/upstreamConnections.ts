import http from 'node:http';
import { hasBody } from './forwardedHeaders';

/** Methods that may be sent twice (RFC 9110, section 9.2.2). */
const IDEMPOTENT = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'DELETE',
]);
/** Idle connections to each replica. */
const MAX_IDLE = 256;

/**
 * How long a connection may be idle before a request that can't be repeated uses it. Servers keep connections open for
 * seconds, so they don't close one at the moment at which such a request is sent.
 */
const BRIEFLY_IDLE_MS = 500;

/** A process of a version that gets requests. */
export interface Replica {
  id: string;
  port: number;
}

/** Kept-alive connections to the instances of a service environment. */
export interface UpstreamConnections {
  /** Returns the connections for one request. */
  choose(replica: string, request: http.IncomingMessage): http.Agent;
  /** Opens a new connection, for a request that found a kept-alive one closed. */
  readonly fresh: http.Agent;
  /** A request times out if nothing is sent or received for this long. */
  readonly timeoutMs: number;
  /** Closes the connections of a replica, none of which may be in use. */
  closeIdle(replica: string): void;
  /** Closes all connections. */
  closeAll(): void;
}

/** Whether a request may be sent again if the instance closed the connection without a response. */
export function isRepeatable(request: http.IncomingMessage): boolean {
  return IDEMPOTENT.has(request.method ?? '') && !hasBody(request);
}

/**
 * Creates pools without connections. An instance may close an idle connection at the moment at which a request is sent on
 * it. Requests that can be repeated are then sent again; others only use connections that were in use just before.
 */
export function createUpstreamConnections(
  timeoutMs: number,
): UpstreamConnections {
  const fresh = new http.Agent({ keepAlive: false });
  const pools = new Map<string, { any: http.Agent; brief: http.Agent }>();
  const createPool = (idleMs: number) =>
    new http.Agent({
      keepAlive: true,
      timeout: idleMs,
      maxFreeSockets: MAX_IDLE,
      // The connection that was used last is the least likely to be closed.
      scheduling: 'lifo',
    });
  return {
    fresh,
    timeoutMs,
    choose(replica, request) {
      let pool = pools.get(replica);
      if (!pool) {
        pool = {
          any: createPool(timeoutMs),
          brief: createPool(Math.min(timeoutMs, BRIEFLY_IDLE_MS)),
        };
        pools.set(replica, pool);
      }
      return isRepeatable(request) ? pool.any : pool.brief;
    },
    closeIdle(replica) {
      const pool = pools.get(replica);
      pool?.any.destroy();
      pool?.brief.destroy();
      pools.delete(replica);
    },
    closeAll() {
      for (const replica of [...pools.keys()]) this.closeIdle(replica);
    },
  };
}
