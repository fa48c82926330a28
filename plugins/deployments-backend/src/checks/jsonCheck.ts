import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import { createTimeoutSignal } from '@slipway/backstage-plugin-deployments-node';
import { jsonpath } from 'json-p3';
import { z } from 'zod';
import { duration } from '../config/schema/durations';
import { configuredUrl } from '../outbound/configuredUrl';
import { findRequestProblems } from '../outbound/findRequestProblems';
import { sendRequest } from '../outbound/sendRequest';

const path = z.string().max(1000).refine(isJsonPath, {
  message: 'expected a JSONPath (RFC 9535), such as $.series[0].value',
});

const schema = z
  .strictObject({
    url: configuredUrl,
    method: z.enum(['GET', 'POST']).default('GET'),
    headers: z.record(z.string(), z.string()).default({}),
    /** Sent as JSON, or unchanged if it is a text. */
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    /** Path of the number to measure. */
    value: path.optional(),
    /** Path of the sample size of the value. */
    samples: path.optional(),
    /** Path of a text, which `passes.equals` can be compared with. */
    text: path.optional(),
    unit: z.enum(['ratio', 'ms', 'count', 'bytes', 'none']).default('none'),
    /** What is measured. Default: derived from the templates. */
    of: z.enum(['candidate', 'baseline', 'service']).optional(),
    /** How old the newest measurements of the API are, in milliseconds. */
    delay: duration.default(0),
    /** How long to wait for the response, in milliseconds. Must be shorter than the limit for a measurement. */
    timeoutMs: z.number().int().min(1).max(14_000).default(10_000),
  })
  .superRefine(({ method, body, value, samples, text }, ctx) => {
    const addMistake = (key: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [key], message });
    if (value === undefined && text === undefined) {
      addMistake('value', 'expected the path of a number, or one in "text"');
    }
    if (samples !== undefined && value === undefined) {
      addMistake('samples', 'has no meaning without "value"');
    }
    if (method === 'GET' && body !== undefined) {
      addMistake('body', 'can only be sent with method: POST');
    }
  });

type Settings = z.infer<typeof schema>;

/**
 * Characters that have no meaning in the query language of any API. The check doesn't know the language, so it can't escape
 * others.
 */
const PLAIN = /^[A-Za-z0-9_.:/@+-]*$/;
const CANDIDATE = /\{\{\s*(candidate|version)\./;
const BASELINE = /\{\{\s*baseline\./;

/**
 * Reads a number or a text from the JSON of an HTTP API, e.g. of a monitoring system. It throws if the API doesn't respond with
 * JSON and a status 2xx, because then nothing is known about the service.
 */
export const jsonCheck: CheckProvider<Settings> = {
  id: 'json',
  schema,
  separatesCandidate: settings =>
    selectMeasurementTarget(settings) === 'candidate',
  describe: settings => ({
    measure: 'json',
    measurementTarget: selectMeasurementTarget(settings),
    unit: settings.unit,
    isStatistic: settings.samples !== undefined,
  }),
  findProblems: settings => findRequestProblems('', settings),
  escapeValue: value => (PLAIN.test(value) ? value : undefined),
  delayMs: ({ delay }) => delay,
  async measure({ with: settings, signal }) {
    signal.throwIfAborted();
    const response = await fetchJson(settings, signal);
    const value = readNumber(response, 'value', settings.value);
    const text = readText(response, settings.text);
    if (
      (settings.value !== undefined && value === undefined) ||
      (settings.text !== undefined && text === undefined)
    ) {
      return undefined;
    }
    return {
      ...(value === undefined ? {} : { value }),
      ...(text === undefined ? {} : { text }),
      ...(settings.samples === undefined
        ? {}
        : {
            samples: Math.round(
              readNumber(response, 'samples', settings.samples) ?? 0,
            ),
          }),
    };
  },
};

function isJsonPath(text: string): boolean {
  try {
    jsonpath.compile(text);
    return true;
  } catch {
    return false;
  }
}

function selectMeasurementTarget({
  of,
  url,
  body,
  value,
  text,
}: Settings): 'candidate' | 'baseline' | 'service' {
  if (of) return of;
  const written = JSON.stringify([url, body, value, text]);
  if (CANDIDATE.test(written)) return 'candidate';
  return BASELINE.test(written) ? 'baseline' : 'service';
}

/** Sends the request. Messages contain neither the response nor what may be secret in the request. */
async function fetchJson(
  { url, method, headers, body, timeoutMs }: Settings,
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
function findOne(
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

function readNumber(
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

function readText(
  response: unknown,
  written: string | undefined,
): string | undefined {
  const found = findOne(response, 'text', written);
  if (found === undefined) return undefined;
  if (typeof found === 'object') {
    throw new Error(
      `The path in "text" leads to ${describeType(
        found,
      )} in the response, not to a text`,
    );
  }
  return String(found);
}

function describeType(value: unknown): string {
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
