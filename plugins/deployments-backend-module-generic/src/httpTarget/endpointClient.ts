import { redactText } from '@slipway/backstage-plugin-deployments-node';
import {
  createHttpAgent,
  HttpError,
  parseJson,
  sendHttpRequest,
  type HttpRequest,
} from '@slipway/backstage-plugin-deployments-node/http';
import type { JsonValue } from '@backstage/types';
import type { Endpoint } from '../config/readHttpConfig';

/** How a deployment service responded. */
export type EndpointResponse =
  | {
      result: 'answered';
      status: number;
      /** `undefined` if it is no JSON. */
      body: JsonValue | undefined;
    }
  /** Nothing was sent. */
  | { result: 'not-sent'; message: string }
  /** It may have been received. */
  | { result: 'unanswered'; message: string };

/** Sends requests to a deployment service. */
export interface EndpointClient {
  send(request: {
    method: HttpRequest['method'];
    /** Starts with `/`; appended to the address of the endpoint. */
    path: string;
    headers?: Record<string, string>;
    body?: JsonValue;
    signal: AbortSignal;
  }): Promise<EndpointResponse>;
  /** Removes the credentials of the endpoint, and what looks like a secret. */
  redact(text: string): string;
  close(): void;
}

const MAX_BYTES = 1024 * 1024;

/** Creates a client for a deployment service. */
export function createEndpointClient(config: Endpoint): EndpointClient {
  const base = new URL(config.url);
  const root = config.url.replace(/\/+$/, '');
  const agent = createHttpAgent(config.url, config.ca ? { ca: config.ca } : {});
  const secrets = Object.values(config.headers).flatMap(value => [
    value,
    value.replace(/^\S+\s+/, ''),
  ]);
  return {
    redact: text => redactText(text, secrets),
    close: () => agent.destroy(),
    async send({ method, path, headers = {}, body, signal }) {
      const url = new URL(`${root}${path}`);
      if (url.origin !== base.origin) {
        return {
          result: 'not-sent',
          message: `The path ${path} leads to another host`,
        };
      }
      try {
        const response = await sendHttpRequest({
          method,
          url,
          headers: {
            accept: 'application/json',
            ...(body === undefined
              ? {}
              : { 'content-type': 'application/json' }),
            ...config.headers,
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          agent,
          timeoutMs: config.requestTimeout,
          maxBytes: MAX_BYTES,
          signal,
        });
        return {
          result: 'answered',
          status: response.status,
          body: parseJson(response.text),
        };
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        return {
          result: error.failure === 'unreachable' ? 'not-sent' : 'unanswered',
          message: redactText(error.message, secrets),
        };
      }
    },
  };
}
