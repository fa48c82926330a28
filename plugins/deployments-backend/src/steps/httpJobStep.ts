import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  StepKind,
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';
import { duration } from '../config/schema/durations';
import { findRequestProblems } from '../outbound/requestProblems';
import { send, withoutQuery } from '../outbound/sendRequest';
import type { HttpResponse } from '../outbound/sendRequest';
import { configuredUrl } from '../outbound/urls';

const json: z.ZodType<JsonValue> = z.json();
const headers = z.record(z.string(), z.string()).default({});
const methods = z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST');
const call = z.strictObject({
  url: configuredUrl,
  method: methods,
  headers,
  body: json.optional(),
});

const schema = z.strictObject({
  /** Starts the job; an `Idempotency-Key` goes with it. */
  url: configuredUrl,
  method: methods,
  headers,
  body: json.optional(),
  /** Where to ask how the job stands. Without it, an answer of 2xx to the start is the end. */
  status: z
    .strictObject({
      /** `{field}` stands for a field of the answer to the start, e.g. `…/jobs/{id}`. */
      url: configuredUrl,
      headers,
      every: duration.default(5_000),
      /** Field of the answer that says how it stands, e.g. `status` or `job.state`. */
      field: z.string().min(1).default('status'),
      succeeded: z.array(z.string()).min(1),
      failed: z.array(z.string()).min(1),
      /** Field of the answer that says more, e.g. why it failed; it is shown to people. */
      message: z.string().min(1).optional(),
    })
    .optional(),
  /** Stops the job; `{field}` as in `status.url`. */
  cancel: call.optional(),
  /** Takes the job's change back in a rollback. */
  undo: call.optional(),
});

type Settings = z.infer<typeof schema>;
type Request = StepRequest<Settings> & { handle?: JsonObject };

/** How soon a request is repeated, under the same key, whose fate is not known. */
const REPEAT_AFTER_MS = 3_000;

/** Characters of what a job says that are kept. */
const MAX_MESSAGE = 500;

const JOB_ENDED = 'The job has ended';

/** `{field}` in a URL: of the answer to the start. */
const FIELD = /\{([A-Za-z0-9_.-]+)\}/g;

/** Runs a job elsewhere, e.g. a migration or a pipeline, by HTTP. */
export const httpJobStep: StepKind<Settings> = {
  id: 'http-job',
  schema,
  timeoutMs: 30 * 60_000,
  // What a job changes is not known here, so the golden path says so, or it counts as what cannot be taken back.
  changes: ({ undo }) => (undo ? 'reversible' : 'irreversible'),
  describe: settings =>
    `Run a job by ${settings.method ?? 'POST'} ${withoutQuery(settings.url)}`,
  findProblems,
  start,
  async poll(request) {
    const { handle, with: settings } = request;
    if (!handle) {
      return start(request);
    }
    return settings.status
      ? pollJob(request, settings.status, handle)
      : { state: 'succeeded', message: JOB_ENDED };
  },
  async cancel(request) {
    const { with: settings, handle } = request;
    if (!settings.cancel || !handle) {
      return 'unknown';
    }
    const answer = await sendCall(request, settings.cancel, handle);
    request.log(messagesFor(answer));
    return okBody(answer) ? 'cancelled' : 'unknown';
  },
  async undo(request) {
    const { with: settings, handle } = request;
    if (!settings.undo) {
      return { state: 'succeeded', message: 'It has nothing to take back' };
    }
    const answer = await sendCall(request, settings.undo, handle ?? {});
    request.log(messagesFor(answer));
    return ended(request, answer, () => ({ state: 'succeeded' }));
  },
};

/** Fields of answers are filled in at the call and encoded then, so any text stands for them here. */
function findProblems(settings: Settings): string[] {
  const { status, cancel, undo } = settings;
  return [
    ...findRequestProblems('', settings),
    ...(status
      ? findRequestProblems('status', {
          method: 'GET',
          url: withAnyFields(status.url),
          headers: status.headers,
        })
      : []),
    ...Object.entries({ cancel, undo }).flatMap(([key, written]) =>
      written
        ? findRequestProblems(key, {
            ...written,
            url: withAnyFields(written.url),
          })
        : [],
    ),
  ];
}

function withAnyFields(url: string): string {
  return url.replace(FIELD, 'field');
}

async function start(request: Request): Promise<StepResult> {
  const { with: settings, log } = request;
  log(`${settings.method} ${withoutQuery(settings.url)}`);
  const answer = await send({
    ...settings,
    headers: keyed(request, settings.headers),
    signal: request.signal,
  });
  log(messagesFor(answer));
  return ended(request, answer, body => {
    const fields = listFields(body, settings);
    if (settings.status) {
      return {
        state: 'running',
        handle: { answer: fields },
        pollAfterMs: settings.status.every,
        message: 'The job was started',
      };
    }
    // Only what is under way leaves a handle, and an undo needs the fields that its URL names.
    return Object.keys(fields).length > 0
      ? { state: 'running', handle: { answer: fields }, pollAfterMs: 0 }
      : { state: 'succeeded', message: JOB_ENDED };
  });
}

async function pollJob(
  request: Request,
  status: NonNullable<Settings['status']>,
  handle: JsonObject,
): Promise<StepResult> {
  const answer = await send({
    method: 'GET',
    url: fill(status.url, handle),
    headers: status.headers,
    signal: request.signal,
  });
  const again = (message: string): StepResult => ({
    state: 'running',
    handle,
    pollAfterMs: status.every,
    message,
  });
  const told = okBody(answer);
  if (!told) {
    // Not to hear of a job is not its failure; the step's timeout bounds how long it is asked.
    request.log(messagesFor(answer), 'warn');
    return again(
      `How the job stands could not be asked: ${messagesFor(answer)}`,
    );
  }
  const state = textAt(told.body, status.field);
  const more = status.message && textAt(told.body, status.message);
  const ending = `The job ended: ${state}${
    more ? ` (${more.slice(0, MAX_MESSAGE)})` : ''
  }`;
  if (state !== undefined && status.succeeded.includes(state)) {
    request.log(ending);
    return { state: 'succeeded', message: ending };
  }
  if (state !== undefined && status.failed.includes(state)) {
    request.log(ending, 'error');
    return {
      state: 'failed',
      error: { code: 'job-failed', message: ending },
      retryable: false,
    };
  }
  return again(
    state === undefined
      ? `The answer has no field ${status.field}`
      : `The job is ${state}`,
  );
}

/** What an answer to a request that changes something means. */
function ended(
  { isRepeat }: Request,
  answer: HttpResponse,
  onOk: (body: JsonValue | undefined) => StepResult,
): StepResult {
  const told = okBody(answer);
  if (told) {
    return onOk(told.body);
  }
  const message = messagesFor(answer);
  // An earlier request under this key may have arrived all the same.
  if (answer.result === 'not-sent' && !isRepeat) {
    return {
      state: 'failed',
      error: { code: 'not-sent', message: `Nothing was sent. ${message}` },
      retryable: answer.canBeBuilt,
      notSent: true,
    };
  }
  const isRefusal =
    answer.result === 'answered' &&
    answer.status < 500 &&
    ![408, 425, 429].includes(answer.status);
  return isRefusal
    ? {
        state: 'failed',
        error: { code: `http-${answer.status}`, message },
        retryable: false,
      }
    : // It may have arrived. A new attempt would have a new key and could run the job twice; the same key cannot.
      {
        state: 'running',
        pollAfterMs: REPEAT_AFTER_MS,
        message: `${message}; asked again under the same key`,
      };
}

function sendCall(
  request: Request,
  { url, ...rest }: z.infer<typeof call>,
  handle: JsonObject,
): Promise<HttpResponse> {
  return send({
    ...rest,
    url: fill(url, handle),
    headers: keyed(request, rest.headers),
    signal: request.signal,
  });
}

function keyed(
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

/** Fills in fields of the answer to the start, as parts of the URL. */
function fill(url: string, handle: JsonObject): string {
  const { answer } = handle;
  return url.replace(FIELD, (_match, field: string) => {
    const value = isObject(answer) ? answer[field] : undefined;
    if (typeof value !== 'string' || value === '.' || value === '..') {
      throw new EffectError(
        `The answer to the start has no field ${field} that could stand in a URL`,
        { code: 'no-field', retryable: false },
      );
    }
    return encodeURIComponent(value);
  });
}

/** Only the fields that URLs name are kept: the rest of an answer may hold anything. */
function listFields(
  body: JsonValue | undefined,
  settings: Settings,
): JsonObject {
  const urls = [settings.status?.url, settings.cancel?.url, settings.undo?.url];
  const names = urls.flatMap(url =>
    [...(url ?? '').matchAll(FIELD)].map(([, name]) => name),
  );
  return Object.fromEntries(
    names.flatMap(name => {
      const value = textAt(body, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function textAt(body: JsonValue | undefined, path: string): string | undefined {
  let value = body;
  for (const key of path.split('.')) {
    value = isObject(value) ? value[key] : undefined;
  }
  return typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What an answer of 2xx says; `undefined` for any other. */
function okBody(
  answer: HttpResponse,
): { body: JsonValue | undefined } | undefined {
  const isOk =
    answer.result === 'answered' && answer.status >= 200 && answer.status < 300;
  return isOk ? { body: parse(answer.body) } : undefined;
}

/** Bodies are left out: they may hold what the job is not to tell. */
function messagesFor(answer: HttpResponse): string {
  if (answer.result !== 'answered') {
    return answer.message;
  }
  return answer.status >= 300 && answer.status < 400
    ? `HTTP ${answer.status}: redirects are not followed`
    : `HTTP ${answer.status}`;
}
