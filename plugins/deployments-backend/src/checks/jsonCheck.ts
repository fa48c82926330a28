import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { findRequestProblems } from '../outbound/findRequestProblems';
import {
  describeType,
  fetchJson,
  findOne,
  jsonPathSchema,
  jsonRequestShape,
  readNumber,
} from './fetchJson';
import { jsonSource } from './samples/jsonSource';

const schema = z
  .strictObject({
    ...jsonRequestShape,
    /** Path of the number to measure. */
    value: jsonPathSchema.optional(),
    /** Path of the sample size of the value. */
    samples: jsonPathSchema.optional(),
    /** Path of a text, which `passes.equals` can be compared with. */
    text: jsonPathSchema.optional(),
    unit: z.enum(['ratio', 'ms', 'count', 'bytes', 'none']).default('none'),
    /** What is measured. Default: derived from the templates. */
    of: z.enum(['candidate', 'baseline', 'service']).optional(),
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
  analysis: jsonSource,
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
