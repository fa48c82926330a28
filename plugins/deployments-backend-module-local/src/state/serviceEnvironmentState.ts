import { createHash } from 'node:crypto';
import type { ServiceEnvironmentRef } from '@slipway/backstage-plugin-deployments-node';
import { trafficRoutingSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';

const processRecordSchema = z.object({
  pid: z.number().int(),
  /** Start time of the process: the pid alone may belong to another process by now. */
  identity: z.string(),
});

const failureSchema = z.object({
  message: z.string(),
  code: z.string(),
  retryable: z.boolean(),
});

const restartsSchema = z.object({
  count: z.number().int(),
  /** Newest first. */
  events: z.array(
    z.object({
      at: z.number(),
      cause: z.enum(['exited', 'unresponsive']),
      message: z.string(),
    }),
  ),
});

const instanceSchema = z.object({
  id: z.string(),
  artifact: z.string(),
  versionName: z.string(),
  /** The deployment that started it. */
  deploymentId: z.string(),
  /** `retired`: gets no new requests and is being stopped. */
  role: z.enum(['candidate', 'baseline', 'retired']),
  /** Percent of traffic, 0 to 100. */
  weight: z.number().min(0).max(100),
  env: z.record(z.string(), z.string()),
  readyTimeoutMs: z.number().optional(),
  port: z.number().int().optional(),
  /** Absent: never started, or stopped when the backend was shut down. */
  process: processRecordSchema.optional(),
  /** Epoch milliseconds at which it was requested. */
  since: z.number(),
  /** Epoch milliseconds at which its process was last started. */
  startedAt: z.number().optional(),
  /** Restarts after its process exited or was stopped as unresponsive. */
  restarts: restartsSchema.optional(),
  /** Why it will not be restarted. */
  failure: failureSchema.optional(),
});

const effectRecordSchema = z.object({
  hash: z.string(),
  effect: z.string(),
  at: z.number(),
  /** The outcome: the id of the handle for an apply, otherwise nothing. */
  instanceId: z.string().optional(),
});

/** The format of a state file. Files of earlier releases must stay readable: new members are optional. */
export const serviceEnvironmentStateSchema = z.object({
  schema: z.literal(1),
  service: z.string(),
  environment: z.string(),
  /** The highest fence so far. */
  fence: z.number(),
  /** Port of the stable URL. */
  port: z.number().int().optional(),
  instances: z.array(instanceSchema),
  /** Which requests go to the candidate, apart from its weight. */
  routing: trafficRoutingSchema.optional(),
  /** Effects by idempotency key, oldest first. */
  effects: z.record(z.string(), effectRecordSchema),
});

export type ServiceEnvironmentState = z.infer<
  typeof serviceEnvironmentStateSchema
>;
export type InstanceRecord = z.infer<typeof instanceSchema>;
export type ProcessRecord = z.infer<typeof processRecordSchema>;
export type InstanceFailure = z.infer<typeof failureSchema>;
export type EffectRecord = z.infer<typeof effectRecordSchema>;

/** Creates the state of a service environment in which nothing is deployed. */
export function createEmptyState(
  ref: ServiceEnvironmentRef,
): ServiceEnvironmentState {
  return {
    schema: 1,
    service: ref.service,
    environment: ref.environment,
    fence: 0,
    instances: [],
    effects: {},
  };
}

/** Builds the name of a service environment for files and tags: readable, unique and safe in a path. */
export function buildSlug({
  service,
  environment,
}: ServiceEnvironmentRef): string {
  const readable = `${service.split('/').pop()}--${environment}`
    .replace(/[^A-Za-z0-9.-]/g, '_')
    .slice(0, 80);
  const digest = createHash('sha256')
    .update(JSON.stringify([service, environment]))
    .digest('hex')
    .slice(0, 10);
  return `${readable}--${digest}`;
}
