import http from 'node:http';
import {
  hasBody,
  MIRRORED_HEADER,
  toRequestHeaders,
  type RawHeaders,
} from '../forwarding/forwardedHeaders';
import {
  isRepeatable,
  type Replica,
  type UpstreamConnections,
} from '../forwarding/upstreamConnections';
import { captureBody, MAX_BODY_BYTES } from './captureMessage';
import { compareBodies, type Body } from './compareBodies';

/** More copies would need too much memory. */
const MAX_IN_FLIGHT = 64;

/** What became of a request that was to be mirrored. */
export type MirrorOutcome =
  | { outcome: 'dropped' }
  | {
      outcome: 'compared';
      method: string;
      /** With query. */
      url: string;
      baseline: { status: number; durationMs: number };
      /** Absent if the candidate did not respond. */
      candidate?: { status: number; durationMs: number };
      isBodyEqual: boolean;
      fields: string[];
    };

/** A copied request. */
interface MirroredRequest {
  /** Must be called with the baseline's response when it begins. */
  onBaselineResponse(incoming: http.IncomingMessage): void;
  /** Must be called when the user's request has ended, however it ended. */
  onBaselineEnd(): void;
}

/** Sends copies of requests, and compares the responses. */
export interface RequestMirror {
  /** Copies a request; does nothing if too many copies are in progress. */
  mirror(copy: {
    request: http.IncomingMessage;
    /** Path and query. */
    path: string;
    /** Id of the instance, and the process of it that gets the copy. */
    candidate: string;
    replica: Replica;
    /** Names of JSON fields that may differ. */
    ignoredFields: readonly string[];
  }): MirroredRequest | undefined;
}

/** A complete response. */
interface Captured extends Body {
  status: number;
  durationMs: number;
}

/** Why there is no response to compare. */
type Missing = 'incomparable' | 'no-response';

/** @param options - `onMirrored` is called once for each request that was to be copied. */
export function createRequestMirror(options: {
  host: string;
  connections: UpstreamConnections;
  onMirrored(candidate: string, outcome: MirrorOutcome): void;
}): RequestMirror {
  const { host, connections, onMirrored } = options;
  let inFlight = 0;

  return {
    mirror({ request, path, candidate, replica, ignoredFields }) {
      const { port } = replica;
      const length = Number(request.headers['content-length'] ?? 0);
      if (inFlight >= MAX_IN_FLIGHT || length > MAX_BODY_BYTES) {
        onMirrored(candidate, { outcome: 'dropped' });
        return undefined;
      }
      inFlight += 1;
      const startedAt = performance.now();
      const headers = toRequestHeaders(request, `${host}:${port}`, false);
      headers.push(MIRRORED_HEADER, '1');
      let expected: Captured | Missing | undefined;
      let received: Captured | Missing | undefined;
      let copy: http.ClientRequest | undefined;
      let isDone = false;

      const finish = (outcome: MirrorOutcome) => {
        if (isDone) return;
        isDone = true;
        inFlight -= 1;
        copy?.destroy();
        onMirrored(candidate, outcome);
      };
      const compareIfComplete = () => {
        if (isDone) return;
        if (expected === 'no-response' || expected === 'incomparable') {
          finish({ outcome: 'dropped' });
        } else if (received === 'incomparable') {
          finish({ outcome: 'dropped' });
        } else if (expected && received) {
          const response = received === 'no-response' ? undefined : received;
          compare(request, path, expected, response, ignoredFields).then(
            finish,
            () => finish({ outcome: 'dropped' }),
          );
        }
      };
      const sendOnce = (body: Buffer | undefined, agent: http.Agent) => {
        copy = sendCopy(
          {
            host,
            port,
            path,
            method: request.method,
            headers: withLength(headers, body),
            timeout: connections.timeoutMs,
          },
          { body, agent, again: () => sendOnce(body, connections.fresh) },
          isRepeatable(request),
          result => {
            received = result;
            compareIfComplete();
          },
        );
      };

      const send = (body: Buffer | undefined, agent: http.Agent) => {
        try {
          sendOnce(body, agent);
        } catch {
          // Node reads requests that it refuses to write.
          finish({ outcome: 'dropped' });
        }
      };
      const agent = connections.choose(replica.id, request);
      if (hasBody(request)) {
        captureBody(request, captured => {
          if (isDone) return;
          if (captured.outcome === 'complete') send(captured.body, agent);
          else finish({ outcome: 'dropped' });
        });
      } else send(undefined, agent);

      return {
        onBaselineResponse(incoming) {
          captureResponse(incoming, startedAt, result => {
            expected = result;
            compareIfComplete();
          });
        },
        onBaselineEnd() {
          // The response may have been captured just before.
          expected ??= 'no-response';
          compareIfComplete();
          if (isDone) return;
          // A candidate that keeps sending must not occupy a place forever.
          setTimeout(() => copy?.destroy(), connections.timeoutMs).unref();
        },
      };
    },
  };
}

/** Replaces the framing of a body that was read as a whole. */
function withLength(headers: RawHeaders, body: Buffer | undefined): RawHeaders {
  if (!body) return headers;
  const framed: RawHeaders = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const [name = '', value = ''] = headers.slice(index, index + 2);
    if (!/^(content-length|transfer-encoding|trailer|expect)$/i.test(name)) {
      framed.push(name, value);
    }
  }
  framed.push('Content-Length', String(body.length));
  return framed;
}

function sendCopy(
  options: http.RequestOptions & { headers: RawHeaders },
  {
    body,
    agent,
    again,
  }: {
    body: Buffer | undefined;
    agent: http.Agent;
    again(): void;
  },
  mayRepeat: boolean,
  onResult: (result: Captured | Missing) => void,
): http.ClientRequest {
  const startedAt = performance.now();
  const copy = http.request({ ...options, agent });
  let hasResponse = false;
  copy.once('timeout', () => copy.destroy());
  copy.once('upgrade', (_response, socket) => {
    socket.destroy();
    onResult('no-response');
  });
  copy.once('response', incoming => {
    hasResponse = true;
    incoming.on('error', () => {});
    captureResponse(incoming, startedAt, onResult);
  });
  copy.on('error', () => {
    if (hasResponse) return;
    if (copy.reusedSocket && mayRepeat) again();
    else onResult('no-response');
  });
  copy.end(body);
  return copy;
}

function captureResponse(
  incoming: http.IncomingMessage,
  startedAt: number,
  onResult: (result: Captured | Missing) => void,
): void {
  const { headers, statusCode = 0 } = incoming;
  captureBody(incoming, captured => {
    switch (captured.outcome) {
      case 'complete':
        onResult({
          status: statusCode,
          durationMs: performance.now() - startedAt,
          bytes: captured.body,
          contentType: headers['content-type'],
          contentEncoding: headers['content-encoding'],
        });
        return;
      case 'too-large':
        onResult('incomparable');
        return;
      case 'interrupted':
        onResult('no-response');
        return;
      default: {
        const never: never = captured;
        throw new Error(`Unknown outcome ${JSON.stringify(never)}`);
      }
    }
  });
}

async function compare(
  { method = '' }: http.IncomingMessage,
  url: string,
  baseline: Captured,
  candidate: Captured | undefined,
  ignoredFields: readonly string[],
): Promise<MirrorOutcome> {
  const { equal, fields } = candidate
    ? await compareBodies(baseline, candidate, new Set(ignoredFields))
    : { equal: false, fields: [] };
  return {
    outcome: 'compared',
    method,
    url,
    baseline: { status: baseline.status, durationMs: baseline.durationMs },
    ...(candidate && {
      candidate: {
        status: candidate.status,
        durationMs: candidate.durationMs,
      },
    }),
    isBodyEqual: equal,
    fields,
  };
}
