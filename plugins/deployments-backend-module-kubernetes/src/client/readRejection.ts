import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { KubernetesError } from './kubernetesError';
import {
  parseJson,
  parseRetryAfter,
  readText,
  type HttpResponse,
} from '@slipway/backstage-plugin-deployments-node/http';

const LONGEST_MESSAGE = 2_000;
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;
/** A read that has to wait longer fails, so that its caller can say why. */
const LONGEST_READ_PAUSE_MS = 3_000;
const FIRST_READ_PAUSE_MS = 200;
/** For about 0.2 s after it has started, an API server was measured to refuse what its roles allow. */
const FIRST_FORBIDDEN_PAUSE_MS = 500;

/**
 * Reads why the API server rejected a request.
 *
 * @param token - Is removed from the message, in case a proxy repeats the request in its answer.
 */
export function readRejection(
  { status, headers, text }: HttpResponse,
  token: string | undefined,
): KubernetesError {
  // Proxies in front of an API server send other bodies than a `Status` object.
  const body = parseJson(text);
  const message = readText(body, 'message');
  const reason = readText(body, 'reason') ?? '';
  const retryAfterMs = parseRetryAfter(headers, {
    longestMs: LONGEST_RETRY_AFTER_MS,
  });
  return new KubernetesError(
    redactText(
      message || `it answered with status ${status}`,
      token ? [token] : [],
    ).slice(0, LONGEST_MESSAGE),
    {
      kind: 'rejected',
      status,
      reason,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}

/**
 * How long to wait before a failed read is sent again, in milliseconds; `undefined` if it should fail. The usual cause is a
 * kept connection that the other side has closed.
 *
 * @param attempt - Starts at 1.
 * @param options - `mayBeForbidden`: a missing right is an answer like others.
 */
export function findReadPause(
  error: unknown,
  attempt: number,
  { mayBeForbidden = false }: { mayBeForbidden?: boolean } = {},
): number | undefined {
  if (!(error instanceof KubernetesError)) return undefined;
  const { failure, cause } = error;
  const factor = 2 ** (attempt - 1);
  const pauseMs = FIRST_READ_PAUSE_MS * factor;
  switch (failure.kind) {
    case 'unanswered':
      return isReset(cause) ? pauseMs : undefined;
    case 'rejected': {
      if (failure.status === 403 && !mayBeForbidden) {
        return FIRST_FORBIDDEN_PAUSE_MS * factor;
      }
      const isTemporary = failure.status === 429 || failure.status >= 500;
      const wanted = Math.max(failure.retryAfterMs ?? 0, pauseMs);
      return isTemporary && wanted <= LONGEST_READ_PAUSE_MS
        ? wanted
        : undefined;
    }
    case 'unreachable':
    case 'unreadable':
      return undefined;
    default: {
      const unknown: never = failure;
      throw new Error(`Unknown failure ${JSON.stringify(unknown)}`);
    }
  }
}

function isReset(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return code === 'ECONNRESET' || code === 'EPIPE';
}
