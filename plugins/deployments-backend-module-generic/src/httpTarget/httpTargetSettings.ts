import type {
  ServiceEnvironment,
  TargetCapability,
} from '@slipway/backstage-plugin-deployments-node';
import {
  createSettingsError,
  describeMistakes,
  didYouMean,
  parseConfigValue,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';
import { durationSchema } from '../config/durationSchema';
import { findBodyProblems, findPathProblem } from './httpTemplates';

const jsonSchema: z.ZodType<JsonValue> = z.json();

function createPathSchema(options: { hasResponse: boolean }) {
  return z
    .string()
    .max(2_000)
    .superRefine((path, ctx) => {
      const message = findPathProblem(path, options);
      if (message) ctx.addIssue({ code: 'custom', message });
    });
}

function createCallSchema(
  options: { hasResponse: boolean },
  defaultMethod: 'POST' | 'DELETE' = 'POST',
) {
  return z.strictObject({
    path: createPathSchema(options),
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default(defaultMethod),
    body: jsonSchema
      .superRefine((body, ctx) => {
        for (const message of findBodyProblems(body)) {
          ctx.addIssue({ code: 'custom', message });
        }
      })
      .optional(),
  });
}

const withoutResponse = { hasResponse: false };
const withResponse = { hasResponse: true };
const fieldSchema = z.string().min(1).max(200);

const settingsSchema = z
  .strictObject({
    endpoint: z.string().min(1),
    apply: createCallSchema(withoutResponse),
    status: z
      .strictObject({
        path: createPathSchema(withResponse),
        every: durationSchema.default(3_000),
        field: fieldSchema.default('status'),
        succeeded: z.array(z.string()).min(1),
        failed: z.array(z.string()).min(1),
        waiting: z.array(z.string()).default([]),
        message: fieldSchema.optional(),
        link: fieldSchema.optional(),
      })
      .optional(),
    observe: z
      .strictObject({
        path: createPathSchema(withoutResponse),
        instances: z.string().max(200).default('instances'),
        fields: z
          .strictObject({
            artifact: fieldSchema,
            version: fieldSchema.optional(),
            id: fieldSchema.optional(),
            weight: fieldSchema.optional(),
            ready: fieldSchema.optional(),
            since: fieldSchema.optional(),
            url: fieldSchema.optional(),
          })
          .optional(),
        readyWhen: z.array(z.string()).min(1).optional(),
        emptyOn: z.array(z.number().int().min(400).max(499)).default([]),
      })
      .optional(),
    cancel: createCallSchema(withResponse).optional(),
    abort: createCallSchema(withoutResponse).optional(),
    setTraffic: createCallSchema(withoutResponse).optional(),
    finalize: createCallSchema(withoutResponse).optional(),
    remove: createCallSchema(withoutResponse, 'DELETE').optional(),
    /** The service rejects a lower fence than the highest it has seen. */
    fence: z.boolean().default(false),
    readyWithin: durationSchema.default(60_000),
  })
  .superRefine(({ setTraffic, finalize, abort, observe }, ctx) => {
    if (!abort) {
      ctx.addIssue({
        code: 'custom',
        path: ['abort'],
        message:
          'is missing: without it, a deployment that fails while the previous version is still running cannot be rolled back',
      });
    }
    for (const [key, value] of Object.entries({ finalize, observe })) {
      if (setTraffic && !value) {
        ctx.addIssue({
          code: 'custom',
          path: [key],
          message:
            'is missing: with setTraffic, two versions run side by side, so Slipway must be able to see both and to stop either',
        });
      }
    }
  });

/** The settings of the target `http` for a service in an environment. */
export type HttpTargetSettings = z.infer<typeof settingsSchema>;

/** A request that changes something. */
export type HttpCall = HttpTargetSettings['apply'];

/** Lists what is wrong with the settings, one sentence each, starting with the key; empty if they are valid. */
export function validateHttpTargetSettings(
  settings: JsonObject,
  endpoints: readonly string[] | undefined,
): string[] {
  const parsed = parseConfigValue(settingsSchema, settings);
  if (!parsed.success) return describeMistakes(parsed.mistakes);
  const { endpoint } = parsed.data;
  return endpoints && !endpoints.includes(endpoint)
    ? [
        `endpoint: "${endpoint}" is not an endpoint of deployments.http.endpoints${didYouMean(
          endpoint,
          endpoints,
        )}`,
      ]
    : [];
}

/** What a deployment service can do with these settings. */
export function listHttpCapabilities(settings: JsonObject): TargetCapability[] {
  const { setTraffic, remove, fence } =
    settingsSchema.safeParse(settings).data ?? {};
  return [
    ...(setTraffic ? (['side-by-side', 'weights'] as const) : []),
    ...(remove ? (['remove'] as const) : []),
    ...(fence ? (['fence'] as const) : []),
  ];
}

/** @throws EffectError if the settings are invalid. */
export function readHttpTargetSettings(
  serviceEnvironment: ServiceEnvironment,
): HttpTargetSettings {
  const parsed = parseConfigValue(settingsSchema, serviceEnvironment.settings);
  if (parsed.success) return parsed.data;
  throw createSettingsError(
    serviceEnvironment,
    describeMistakes(parsed.mistakes),
  );
}
