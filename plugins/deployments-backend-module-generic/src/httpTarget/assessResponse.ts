import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonValue } from '@backstage/types';
import {
  readField,
  readText,
} from '@slipway/backstage-plugin-deployments-node/http';
import type { EndpointResponse } from './endpointClient';

/** What a response to a request that changes something means. */
export type Assessment =
  /** `isAccepted`: it continues, and its status says when it has ended. */
  | { state: 'done'; isAccepted: boolean; body: JsonValue | undefined }
  /** The request may have been received, so it must be repeated under its key. */
  | { state: 'unanswered'; message: string };

/** Statuses that ask for another request. */
const TRY_AGAIN = [408, 425, 429];
/** Statuses that refuse a request whether it was received before or not. */
const REFUSALS = [400, 401, 403, 422];
const LONGEST_MESSAGE = 300;

/**
 * Says what the response to a request that changes something means.
 *
 * @param fence - Of the request.
 * @param isRepeat - Whether an earlier request under this key may have been received.
 * @param redact - Removes secrets from what the service says.
 * @throws FencedError if the service has seen a higher fence, EffectError if it refused the request, or if nothing was sent.
 */
export function assessResponse(
  response: EndpointResponse,
  {
    fence,
    isRepeat,
    redact,
  }: { fence: number; isRepeat: boolean; redact: (text: string) => string },
): Assessment {
  if (response.result === 'not-sent' && !isRepeat) {
    throw new EffectError(`Nothing was sent. ${response.message}.`, {
      code: 'not_sent',
      retryable: true,
      notSent: true,
    });
  }
  if (response.result !== 'answered') {
    return { state: 'unanswered', message: response.message };
  }
  const { status, body } = response;
  if (status >= 200 && status < 300) {
    return { state: 'done', isAccepted: status === 202, body };
  }
  if (status >= 500 || TRY_AGAIN.includes(status)) {
    return { state: 'unanswered', message: describeResponse(response, redact) };
  }
  const code = readText(body, 'code');
  if (status === 409 && code === 'fenced') {
    const seen = readField(body, 'fence');
    throw new FencedError(typeof seen === 'number' ? seen : fence + 1, fence);
  }
  // A service that has forgotten the key can refuse a repeated request although it carries out the first one.
  const isRefusedForSure = REFUSALS.includes(status) || code === 'key_reused';
  if (isRepeat && status >= 400 && !isRefusedForSure) {
    return { state: 'unanswered', message: describeResponse(response, redact) };
  }
  throw new EffectError(
    `The deployment service refused the request: ${describeResponse(
      response,
      redact,
    )}`,
    {
      code:
        status === 409 && (code === 'overtaken' || code === 'key_reused')
          ? code
          : `http_${status}`,
      retryable: false,
    },
  );
}

/** Describes a response by its status, and by the field `message` of its body if it is short. */
export function describeResponse(
  response: EndpointResponse,
  redact: (text: string) => string,
): string {
  if (response.result !== 'answered') return response.message;
  const { status, body } = response;
  if (status >= 300 && status < 400) {
    return `HTTP ${status}: redirects are not followed`;
  }
  const message = readText(body, 'message');
  return `HTTP ${status}${
    message ? `: ${redact(message).slice(0, LONGEST_MESSAGE)}` : ''
  }`;
}
