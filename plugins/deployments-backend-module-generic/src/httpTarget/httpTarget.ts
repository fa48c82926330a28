import {
  EffectError,
  type DeploymentTarget,
  type EffectRequest,
  type Observation,
  type ServiceEnvironment,
  type TargetHandle,
  type TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readText } from '@slipway/backstage-plugin-deployments-node/http';
import { describeDeployed } from '../observation/describeDeployed';
import { assessResponse, describeResponse } from './assessResponse';
import type { EndpointClient } from './endpointClient';
import {
  createHandle,
  parseHandle,
  readHandle,
  type HttpHandle,
} from './httpHandle';
import {
  listHttpCapabilities,
  readHttpTargetSettings,
  validateHttpTargetSettings,
  type HttpCall,
} from './httpTargetSettings';
import { fillBody, fillPath, listResponseFields } from './httpTemplates';
import { mapObservation } from './mapObservation';
import { pollStatus } from './pollStatus';
import { getDefaultBody, toTemplateValues } from './templateValues';

const REPEAT_AFTER_MS = 3_000;
/** More requests than this don't wait for their end at the same time. */
const MAX_RESPONSES = 1_000;

type Answered = NonNullable<HttpHandle['answered']>;

/**
 * Creates the target `http`, which deploys through a company's own deployment service.
 *
 * @param endpoints - `undefined` without configuration: then every use fails with a message that says what is missing.
 */
export function createHttpTarget(
  endpoints: ReadonlyMap<string, EndpointClient> | undefined,
): DeploymentTarget {
  const open = (at: ServiceEnvironment) => {
    const settings = readHttpTargetSettings(at);
    const client = endpoints?.get(settings.endpoint);
    if (!client) {
      throw new EffectError(
        `${settings.endpoint} is not an endpoint of deployments.http.endpoints in app-config. Add it there.`,
        { code: 'not_configured', retryable: false, notSent: true },
      );
    }
    return { settings, client };
  };
  type Opened = ReturnType<typeof open>;
  const ended = createEndTimes();
  /** Responses to repeated requests, by idempotency key: a handle that is already stored can't receive them. */
  const responses = new Map<string, Answered>();

  async function observe(
    { settings, client }: Opened,
    request: ServiceEnvironment & { signal: AbortSignal },
  ): Promise<Observation | undefined> {
    if (!settings.observe) return undefined;
    const { path, emptyOn } = settings.observe;
    const values = toTemplateValues(request, {});
    const at = Date.now();
    const response = await client.send({
      method: 'GET',
      path: fillPath(path, values),
      signal: request.signal,
    });
    if (response.result === 'answered') {
      if (emptyOn.includes(response.status)) return { at, instances: [] };
      if (response.status >= 200 && response.status < 300) {
        return mapObservation(response.body, settings.observe, at);
      }
    }
    throw new Error(
      `The deployment service didn't report what is running: ${describeResponse(
        response,
        client.redact,
      )}`,
    );
  }

  /**
   * Sends the request of an effect. If there is no usable response, the returned handle makes `poll` repeat it under the
   * same key: an attempt with another key could do the work twice.
   */
  async function start(
    { settings, client }: Opened,
    request: EffectRequest,
    call: HttpCall,
    about: HttpHandle['about'],
  ): Promise<{ handle: TargetHandle; isDone: boolean; message: string }> {
    const { idempotencyKey, fence } = request;
    const isRepeat = request.isRepeat === true || about.isSent === true;
    const values = toTemplateValues(request, about);
    const response = await client.send({
      method: call.method,
      path: fillPath(call.path, values, { isUnsent: !isRepeat }),
      headers: {
        'idempotency-key': idempotencyKey,
        'slipway-fence': String(fence),
      },
      ...buildBody(call, values),
      signal: request.signal,
    });
    request.log(
      `${call.method} ${call.path}: ${describeResponse(
        response,
        client.redact,
      )}`,
    );
    const assessment = assessResponse(response, {
      fence,
      isRepeat,
      redact: client.redact,
    });
    if (assessment.state === 'unanswered') {
      return {
        handle: createHandle(idempotencyKey, { about }),
        isDone: false,
        message: `${assessment.message}. Repeating the request under the same key`,
      };
    }
    const { isAccepted, body } = assessment;
    if (isAccepted && !settings.status && about.effect !== 'apply') {
      throw new EffectError(
        'The deployment service accepted the request (HTTP 202), but the settings of the target have no status that says when it has ended',
        { code: 'missing_status', retryable: false },
      );
    }
    const isFollowed =
      settings.status !== undefined && (isAccepted || about.effect === 'apply');
    const fields = settings.status
      ? pickFields(body, [settings.status.path, settings.cancel?.path ?? ''])
      : {};
    return {
      handle: createHandle(idempotencyKey, {
        about,
        answered: { fields, isFollowed },
      }),
      isDone: !isFollowed,
      message: 'The deployment service accepted the request',
    };
  }

  /** Performs an effect that may be done immediately. Without a setting for it, there is nothing to do. */
  async function perform(
    request: EffectRequest,
    effect: 'abort' | 'finalize' | 'remove' | 'setTraffic',
    about: Omit<HttpHandle['about'], 'effect'> = {},
  ): Promise<void | TargetHandle> {
    const opened = open(request);
    const call = opened.settings[effect];
    if (!call) {
      if (effect === 'finalize') return undefined;
      throw new EffectError(
        `The settings of the target have no ${effect}, so Slipway can't request it from the deployment service. Add it, or make the change yourself.`,
        { code: 'missing_call', retryable: false, notSent: true },
      );
    }
    const { handle, isDone } = await start(opened, request, call, {
      ...about,
      effect,
    });
    return isDone ? undefined : handle;
  }

  return {
    id: 'http',
    capabilities: ['side-by-side', 'weights', 'remove', 'fence'],
    getCapabilities: listHttpCapabilities,
    validateSettings: settings =>
      validateHttpTargetSettings(settings, endpoints && [...endpoints.keys()]),

    async observe(request) {
      const observation = await observe(open(request), request);
      if (observation) return observation;
      throw new EffectError(
        `Slipway can't tell what is running in ${request.environment.name}. Add the key observe to the settings of the target, or to the environment`,
        { code: 'no_observation', retryable: false },
      );
    },

    async apply(request) {
      const opened = open(request);
      const { version, intent, restart, expected } = request;
      const { handle } = await start(opened, request, opened.settings.apply, {
        effect: 'apply',
        version,
        intent,
        ...(restart ? { restart } : {}),
        ...(expected === undefined ? {} : { expected }),
      });
      return handle;
    },

    async poll(request): Promise<TargetProgress> {
      const opened = open(request);
      const { settings, client } = opened;
      const { about, answered } = readHandle(request.handle);
      const key = request.handle.id;
      const call = settings[about.effect];
      if (!call) {
        throw new EffectError(
          `The settings of the target no longer have ${about.effect}`,
          { code: 'missing_call', retryable: false },
        );
      }
      let current = answered ?? responses.get(key);
      if (!current) {
        const again = await start(opened, request, call, {
          ...about,
          isSent: true,
        });
        current = readHandle(again.handle).answered;
        if (!current) {
          return {
            state: 'working',
            message: again.message,
            pollAfterMs: REPEAT_AFTER_MS,
          };
        }
        remember(responses, key, current);
      }
      if (settings.status && current.isFollowed) {
        const progress = await pollStatus(client, settings.status, {
          values: withFields(toTemplateValues(request, about), current.fields),
          signal: request.signal,
        });
        if (progress.state !== 'done') return progress;
      }
      if (about.effect !== 'apply' || !about.version) return { state: 'done' };
      const deployed = describeDeployed(
        await observe(opened, request),
        about.version,
        {
          mayStillStart: Date.now() < ended.getTime(key) + settings.readyWithin,
          how: 'The deployment',
        },
      );
      if (deployed.state !== 'working') ended.forget(key);
      return deployed;
    },

    setTraffic: request =>
      perform(request, 'setTraffic', {
        candidateId: request.candidate.id,
        weight: request.weight,
      }),

    finalize: request =>
      perform(request, 'finalize', { candidateId: request.candidate.id }),

    abort: request =>
      perform(
        request,
        'abort',
        request.candidate ? { candidateId: request.candidate.id } : {},
      ),

    remove: request => perform(request, 'remove'),

    async cancel(request) {
      const opened = open(request);
      const { cancel } = opened.settings;
      const { about, answered } = parseHandle(request.handle) ?? {
        about: { effect: 'apply' },
      };
      const fields = answered?.fields ?? {};
      const hasFields = (path: string) =>
        listResponseFields(path).every(field => field in fields);
      // Without the response to the start, only a request that needs none of its fields can be sent.
      if (!cancel || !hasFields(cancel.path)) return 'unknown';
      const { client } = opened;
      const values = withFields(toTemplateValues(request, about), fields);
      const response = await client.send({
        method: cancel.method,
        path: fillPath(cancel.path, values),
        headers: {
          'idempotency-key': request.idempotencyKey,
          'slipway-fence': String(request.fence),
        },
        ...buildBody(cancel, values),
        signal: request.signal,
      });
      request.log(
        `${cancel.method} ${cancel.path}: ${describeResponse(
          response,
          client.redact,
        )}`,
      );
      const assessment = assessResponse(response, {
        fence: request.fence,
        isRepeat: true,
        redact: client.redact,
      });
      return assessment.state === 'done' && !assessment.isAccepted
        ? 'cancelled'
        : 'unknown';
    },
  };
}

/** Remembers since when deployments have been finished as far as their service knows. After a restart, it starts from scratch. */
function createEndTimes() {
  const times = new Map<string, number>();
  return {
    getTime(key: string): number {
      const time = times.get(key) ?? Date.now();
      times.set(key, time);
      return time;
    },
    forget: (key: string) => times.delete(key),
  };
}

/** Stores a response, and forgets the oldest one if there are too many. */
function remember(
  responses: Map<string, Answered>,
  key: string,
  response: Answered,
) {
  responses.set(key, response);
  const [oldest] = responses.keys();
  if (responses.size > MAX_RESPONSES && oldest !== undefined) {
    responses.delete(oldest);
  }
}

function buildBody(
  { method, body }: HttpCall,
  values: ReadonlyMap<string, JsonValue>,
): { body?: JsonValue } {
  if (body !== undefined) return { body: fillBody(body, values) };
  return method === 'DELETE' ? {} : { body: getDefaultBody(values) };
}

/** Picks the response fields that paths use. The others are not stored, because they may contain anything. */
function pickFields(
  body: JsonValue | undefined,
  paths: string[],
): Record<string, string> {
  return Object.fromEntries(
    paths.flatMap(listResponseFields).flatMap(field => {
      const value = readText(body, field);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

function withFields(
  values: ReadonlyMap<string, JsonValue>,
  fields: JsonObject,
): ReadonlyMap<string, JsonValue> {
  return new Map([
    ...values,
    ...Object.entries(fields).map(
      ([name, value]) => [`response.${name}`, value ?? null] as const,
    ),
  ]);
}
