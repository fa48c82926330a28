import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import { createTimeoutSignal } from '@slipway/backstage-plugin-deployments-node';
import { jsonpath } from 'json-p3';
import { z } from 'zod';
import { duration } from '../config/schema/durations';
import { configuredUrl } from '../outbound/configuredUrl';
import { sendRequest } from '../outbound/sendRequest';

/** Schema of the path of a value in a response. */
export const jsonPathSchema = z.string().max(1000).refine(isJsonPath, {
  message: 'expected a JSONPath (RFC 9535), such as $.series[0].value',
});

/** Schemas of the settings that describe the request to an API. */
export const jsonRequestShape = {
  url: configuredUrl,
  method: z.enum(['GET', 'POST']).default('GET'),
  headers: z.record(z.string(), z.string()).default({}),
  /** Sent as JSON, or unchanged if it is a text. */
  body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  /** How old the newest measurements of the API are, in milliseconds. */
  delay: duration.default(0),
  /** How long to wait for the response, in milliseconds. Must be shorter than the limit for a measurement. */
  timeoutMs: z.number().int().min(1).max(14_000).default(10_000),
};

/** Settings that describe the request to an API. */
export type JsonRequest = z.infer<z.ZodObject<typeof jsonRequestShape>>;

function isJsonPath(text: string): boolean {
  try {
    jsonpath.compile(text);
    return true;
  } catch {
    return false;
  }
}

/** Sends the request. Messages contain neither the response nor what may be secret in the request. */
export async function fetchJson(
  { url, method, headers, body, timeoutMs }: JsonRequest,
  signal: AbortSignal,
): Promise<unknown> {
  const timeout = createTimeoutSignal(timeoutMs);
  const response = await sendRequest({
    url,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.any([signal, timeout]),
  });
  signal.throwIfAborted();
  const { host } = new URL(url);
  if (response.result !== 'answered') {
    throw new Error(
      timeout.aborted
        ? `${host} sent no response within ${formatDuration(timeoutMs)}`
        : response.message,
    );
  }
  const { status, body: text } = response;
  if (status >= 300 && status < 400) {
    throw new Error(
      `${host} redirects to another address (status ${status}), which is not followed. Set url to the address behind it`,
    );
  }
  if (status < 200 || status >= 300) {
    throw new Error(`${host} responded with the status ${status}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      `${host} sent something other than JSON, or more than 256 KB of it`,
    );
  }
}

/** Finds the only match of a path. `null`, which APIs send for missing values, counts as no match. */
export function findOne(
  response: unknown,
  key: string,
  written: string | undefined,
): unknown {
  if (written === undefined) return undefined;
  const found = jsonpath
    // JSON.parse returns nothing else.
    .query(written, response as Parameters<typeof jsonpath.query>[1])
    .values();
  if (found.length > 1) {
    throw new Error(
      `The path in "${key}" matches ${found.length} values of the response, but one is needed`,
    );
  }
  return found[0] ?? undefined;
}

/** Reads the number at a path; `undefined` if nothing matches it. */
export function readNumber(
  response: unknown,
  key: string,
  written: string | undefined,
): number | undefined {
  const found = findOne(response, key, written);
  if (found === undefined || typeof found === 'number') return found;
  throw new Error(
    `The path in "${key}" leads to ${describeType(
      found,
    )} in the response, not to a number`,
  );
}

/** Names the type of a value for a message. */
export function describeType(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'an object';
    case 'string':
      return 'a text';
    default:
      return 'true or false';
  }
}
