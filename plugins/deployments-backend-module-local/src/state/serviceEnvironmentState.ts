import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The service in the environment, as this target keys it. */
export interface PlaceKey {
  service: string;
  environment: string;
}

const processRecordSchema = z.object({
  pid: z.number().int(),
  /** When the process with this pid began: a pid alone may belong to somebody else by now. */
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
  /** The deployment that brought it in. */
  deploymentId: z.string(),
  /** `retired`: no new requests, on its way out. */
  role: z.enum(['candidate', 'baseline', 'retired']),
  /** Percent of traffic. */
  weight: z.number().min(0).max(100),
  env: z.record(z.string(), z.string()),
  readyTimeoutMs: z.number().optional(),
  port: z.number().int().optional(),
  /** Absent: never started, or stopped by a clean stop of this target. */
  process: processRecordSchema.optional(),
  /** Epoch milliseconds: when it was asked for, and when its process began last. */
  since: z.number(),
  startedAt: z.number().optional(),
  /** Each time that its process ended, or was ended, and was started again. */
  restarts: restartsSchema.optional(),
  /** Why it will not be started again. */
  failure: failureSchema.optional(),
});

const effectRecordSchema = z.object({
  hash: z.string(),
  effect: z.string(),
  at: z.number(),
  /** What was answered: the handle's id of an apply, else nothing. */
  instanceId: z.string().optional(),
});

export const placeStateSchema = z.object({
  schema: z.literal(1),
  service: z.string(),
  environment: z.string(),
  /** The highest fence seen. */
  fence: z.number(),
  /** Of the stable URL. */
  port: z.number().int().optional(),
  instances: z.array(instanceSchema),
  /** By idempotency key, oldest first. */
  effects: z.record(z.string(), effectRecordSchema),
});

export type PlaceState = z.infer<typeof placeStateSchema>;
export type InstanceRecord = z.infer<typeof instanceSchema>;
export type ProcessRecord = z.infer<typeof processRecordSchema>;
export type InstanceFailure = z.infer<typeof failureSchema>;
export type EffectRecord = z.infer<typeof effectRecordSchema>;

export function emptyPlaceState(key: PlaceKey): PlaceState {
  return {
    schema: 1,
    service: key.service,
    environment: key.environment,
    fence: 0,
    instances: [],
    effects: {},
  };
}

/** A name for files and tags: readable, unique, safe in a path. */
export function placeSlug({ service, environment }: PlaceKey): string {
  const readable = `${service.split('/').pop()}--${environment}`
    .replace(/[^A-Za-z0-9.-]/g, '_')
    .slice(0, 80);
  const digest = createHash('sha256')
    .update(JSON.stringify([service, environment]))
    .digest('hex')
    .slice(0, 10);
  return `${readable}--${digest}`;
}
