import type { AnalysisSource } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import {
  fetchJson,
  jsonPathSchema,
  jsonRequestShape,
  readNumber,
} from '../fetchJson';

const schema = z
  .strictObject({
    ...jsonRequestShape,
    /** Path of a level, e.g. memory in use. */
    value: jsonPathSchema.optional(),
    /** Path of the number of requests with an event, e.g. an error. */
    events: jsonPathSchema.optional(),
    /** Path of the number of all requests; with `events`. */
    total: jsonPathSchema.optional(),
  })
  .superRefine(({ method, body, value, events, total }, ctx) => {
    const addMistake = (key: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [key], message });
    if ((value === undefined) === (events === undefined)) {
      ctx.addIssue({
        code: 'custom',
        message: 'expected exactly one of value and events (with total)',
      });
    } else if ((events === undefined) !== (total === undefined)) {
      addMistake(
        'total',
        events === undefined
          ? 'is only used with events'
          : 'is missing: events needs it',
      );
    }
    if (method === 'GET' && body !== undefined) {
      addMistake('body', 'can only be sent with method: POST');
    }
  });

/** Reads counts or a level of one version from the JSON of an HTTP API, by a request for each version. */
export const jsonSource: AnalysisSource<z.infer<typeof schema>> = {
  schema,
  listKinds: ({ value }) => [value === undefined ? 'count' : 'gauge'],
  delayMs: ({ delay }) => delay,
  async readSample({ with: settings, signal }) {
    signal.throwIfAborted();
    const response = await fetchJson(settings, signal);
    const value = readNumber(response, 'value', settings.value);
    if (settings.value !== undefined) {
      return value === undefined ? undefined : { type: 'value', value };
    }
    const events = readNumber(response, 'events', settings.events);
    const total = readNumber(response, 'total', settings.total);
    if (events === undefined || total === undefined) return undefined;
    if (!(events >= 0 && events <= total)) {
      throw new Error(
        'The paths in "events" and "total" lead to numbers that are no counts: there must be at least as many requests as events',
      );
    }
    return { type: 'count', events, total };
  },
};
