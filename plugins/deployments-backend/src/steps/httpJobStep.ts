import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import {
  parseJson,
  readText,
} from '@slipway/backstage-plugin-deployments-node/http';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { z } from 'zod';
import { duration } from '../config/schema/durations';
import { isRecord } from '../config/schema/shape';
import { findRequestProblems } from '../outbound/findRequestProblems';
import { sendRequest, withoutQuery } from '../outbound/sendRequest';
import type { HttpResponse } from '../outbound/sendRequest';
import { configuredUrl } from '../outbound/configuredUrl';
import { toPhrase } from '../domain/text/stepSentences';
import { say } from '../domain/text/say';
import { describeBySaying } from './sayingStepKind';

const jsonSchema: z.ZodType<JsonValue> = z.json();
const headers = z.record(z.string(), z.string()).default({});
const methodSchema = z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST');
const callSchema = z.strictObject({
  url: configuredUrl,
  method: methodSchema,
  headers,
  body: jsonSchema.optional(),
});

const schema = z.strictObject({
  /** Starts the job. The request has an `Idempotency-Key` header. */
  url: configuredUrl,
  method: methodSchema,
  headers,
  body: jsonSchema.optional(),
  /** How to poll the job's status. Without it, a 2xx response to the start means success. */
  status: z
    .strictObject({
      /** `{field}` is replaced by a field of the response to the start, e.g. `…/jobs/{id}`. */
      url: configuredUrl,
      headers,
      every: duration.default(5_000),
      /** The response field with the job's status, e.g. `status` or `job.state`. */
      field: z.string().min(1).default('status'),
      succeeded: z.array(z.string()).min(1),
      failed: z.array(z.string()).min(1),
      /** The response field with a message for people, e.g. why the job failed. */
      message: z.string().min(1).optional(),
    })
    .optional(),
  /** Stops the job; `{field}` as in `status.url`. */
  cancel: callSchema.optional(),
  /** Undoes the job's change in a rollback. */
  undo: callSchema.optional(),
});

type Settings = z.infer<typeof schema>;
type Request = StepRequest<Settings> & { handle?: JsonObject };

/** How soon to repeat a request with an unknown outcome, under the same key. */
const REPEAT_AFTER_MS = 3_000;

/** The longest part of a job's message that is stored, in characters. */
const MAX_MESSAGE = 500;

const JOB_ENDED = toPhrase([say('result_job_ended')]);

/** Matches `{field}` in a URL: a field of the response to the start. */
const FIELD = /\{([A-Za-z0-9_.-]+)\}/g;

/** Runs an external job, e.g. a migration or a pipeline, over HTTP. */
export const httpJobStep = describeBySaying<Settings>({
  id: 'http-job',
  schema,
  timeoutMs: 30 * 60_000,
  // The step cannot know what the job changes. Unless the golden path says so, it counts as irreversible.
  changes: ({ undo }) => (undo ? 'reversible' : 'irreversible'),
  say: ({ method, url }) => [
    say('step_job', { method: method ?? 'POST', url: withoutQuery(url) }),
  ],
  findProblems,
  start: startJob,
  async poll(request) {
    const { handle, with: settings } = request;
    if (!handle) {
      return startJob(request);
    }
    return settings.status
      ? pollJob(request, settings.status, handle)
      : { state: 'succeeded', ...JOB_ENDED };
  },
  async cancel(request) {
    const { with: settings, handle } = request;
    if (!settings.cancel || !handle) {
      return 'unknown';
    }
    const response = await sendCall(request, settings.cancel, handle);
    request.log(describeResponse(response));
    return parseSuccess(response) ? 'cancelled' : 'unknown';
  },
  async undo(request) {
    const { with: settings, handle } = request;
    if (!settings.undo) {
      return {
        state: 'succeeded',
        ...toPhrase([say('result_nothing_to_undo')]),
      };
    }
    const response = await sendCall(request, settings.undo, handle ?? {});
    request.log(describeResponse(response));
    return toResult(request, response, () => ({ state: 'succeeded' }));
  },
});

/**
 * Finds requests that cannot be sent. Response fields are filled in and encoded at the call, so a placeholder is enough
 * here.
 */
function findProblems(settings: Settings): string[] {
  const { status, cancel, undo } = settings;
  return [
    ...findRequestProblems('', settings),
    ...(status
      ? findRequestProblems('status', {
          method: 'GET',
          url: fillPlaceholders(status.url),
          headers: status.headers,
        })
      : []),
    ...Object.entries({ cancel, undo }).flatMap(([key, written]) =>
      written
        ? findRequestProblems(key, {
            ...written,
            url: fillPlaceholders(written.url),
          })
        : [],
    ),
  ];
}

function fillPlaceholders(url: string): string {
  return url.replace(FIELD, 'field');
}

async function startJob(request: Request): Promise<StepResult> {
  const { with: settings, log } = request;
  log(`${settings.method} ${withoutQuery(settings.url)}`);
  const response = await sendRequest({
    ...settings,
    headers: withIdempotencyKey(request, settings.headers),
    signal: request.signal,
  });
  log(describeResponse(response));
  return toResult(request, response, body => {
    const fields = pickFields(body, settings);
    if (settings.status) {
      return {
        state: 'running',
        handle: { answer: fields },
        pollAfterMs: settings.status.every,
        ...toPhrase([say('result_job_started')]),
      };
    }
    // Only a running step can return a handle, and an undo may need response fields for its URL.
    return Object.keys(fields).length > 0
      ? { state: 'running', handle: { answer: fields }, pollAfterMs: 0 }
      : { state: 'succeeded', ...JOB_ENDED };
  });
}

async function pollJob(
  request: Request,
  status: NonNullable<Settings['status']>,
  handle: JsonObject,
): Promise<StepResult> {
  const response = await sendRequest({
    method: 'GET',
    url: fillFields(status.url, handle),
    headers: status.headers,
    signal: request.signal,
  });
  const pollAgain = (says: Sentence): StepResult => ({
    state: 'running',
    handle,
    pollAfterMs: status.every,
    ...toPhrase([says]),
  });
  const success = parseSuccess(response);
  if (!success) {
    // Not reaching the status endpoint does not mean that the job failed. The step's timeout limits the polling.
    request.log(describeResponse(response), 'warn');
    return pollAgain(
      say('result_job_unread', { detail: describeResponse(response) }),
    );
  }
  const state = readText(success.body, status.field);
  const detail = status.message && readText(success.body, status.message);
  const { message, sentences } = toPhrase([
    detail
      ? say('result_job_ended_because', {
          state: String(state),
          detail: detail.slice(0, MAX_MESSAGE),
        })
      : say('result_job_ended_as', { state: String(state) }),
  ]);
  if (state !== undefined && status.succeeded.includes(state)) {
    request.log(message);
    return { state: 'succeeded', message, sentences };
  }
  if (state !== undefined && status.failed.includes(state)) {
    request.log(message, 'error');
    return {
      state: 'failed',
      error: { code: 'job-failed', message, sentences },
      retryable: false,
    };
  }
  return pollAgain(
    state === undefined
      ? say('result_job_no_field', { field: status.field })
      : say('result_job_is', { state }),
  );
}

/** The step's result from the response to a request that changes something. */
function toResult(
  { isRepeat }: Request,
  response: HttpResponse,
  onOk: (body: JsonValue | undefined) => StepResult,
): StepResult {
  const success = parseSuccess(response);
  if (success) {
    return onOk(success.body);
  }
  const message = describeResponse(response);
  // An earlier request under the same key may have arrived.
  if (response.result === 'not-sent' && !isRepeat) {
    return {
      state: 'failed',
      error: { code: 'not-sent', message: `Nothing was sent. ${message}` },
      retryable: response.canBeBuilt,
      notSent: true,
    };
  }
  const isRefusal =
    response.result === 'answered' &&
    response.status < 500 &&
    ![408, 425, 429].includes(response.status);
  return isRefusal
    ? {
        state: 'failed',
        error: { code: `http-${response.status}`, message },
        retryable: false,
      }
    : // The request may have arrived. A new attempt has a new key and could run the job twice, so the same key is used.
      {
        state: 'running',
        pollAfterMs: REPEAT_AFTER_MS,
        message: `${message}; repeating the request under the same key`,
      };
}

function sendCall(
  request: Request,
  { url, ...rest }: z.infer<typeof callSchema>,
  handle: JsonObject,
): Promise<HttpResponse> {
  return sendRequest({
    ...rest,
    url: fillFields(url, handle),
    headers: withIdempotencyKey(request, rest.headers),
    signal: request.signal,
  });
}

function withIdempotencyKey(
  request: Request,
  given: Record<string, string>,
): Record<string, string> {
  const others = Object.entries(given).filter(
    ([name]) => name.toLowerCase() !== 'idempotency-key',
  );
  return {
    ...Object.fromEntries(others),
    'idempotency-key': request.idempotencyKey,
  };
}

/** Replaces `{field}` in a URL by fields of the response to the start, URL-encoded. */
function fillFields(url: string, handle: JsonObject): string {
  const { answer: fields } = handle;
  return url.replace(FIELD, (_match, field: string) => {
    const value = isRecord(fields) ? fields[field] : undefined;
    if (typeof value !== 'string' || value === '.' || value === '..') {
      throw new EffectError(
        `The response to the start has no field ${field} that can be used in a URL`,
        { code: 'no-field', retryable: false },
      );
    }
    return encodeURIComponent(value);
  });
}

/** Picks the response fields that URLs use. The others are not stored, because they may contain anything. */
function pickFields(
  body: JsonValue | undefined,
  settings: Settings,
): JsonObject {
  const urls = [settings.status?.url, settings.cancel?.url, settings.undo?.url];
  const names = urls.flatMap(url =>
    [...(url ?? '').matchAll(FIELD)].map(([, name]) => name),
  );
  return Object.fromEntries(
    names.flatMap(name => {
      const value = readText(body, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The parsed body of a 2xx response, or undefined for any other outcome. */
function parseSuccess(
  response: HttpResponse,
): { body: JsonValue | undefined } | undefined {
  const isOk =
    response.result === 'answered' &&
    response.status >= 200 &&
    response.status < 300;
  return isOk ? { body: parseJson(response.body) } : undefined;
}

/** Describes a response without its body, which may contain secrets. */
function describeResponse(response: HttpResponse): string {
  if (response.result !== 'answered') {
    return response.message;
  }
  return response.status >= 300 && response.status < 400
    ? `HTTP ${response.status}: redirects are not followed`
    : `HTTP ${response.status}`;
}
