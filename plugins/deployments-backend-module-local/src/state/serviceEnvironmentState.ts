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

export const replicaSchema = z.object({
  /** Unique among all service environments, also after it has ended: names its log files and tags its processes. */
  id: z.string(),
  port: z.number().int().optional(),
  /** Absent: never started, or stopped when the backend was shut down. */
  process: processRecordSchema.optional(),
  /** Epoch milliseconds at which its process was last started. */
  startedAt: z.number().optional(),
  /** Restarts after its process exited or was stopped as unresponsive. */
  restarts: restartsSchema.optional(),
  /** Why it will not be restarted. */
  failure: failureSchema.optional(),
  /** It was ready in a rolling deployment, so it gets traffic. */
  hasJoined: z.boolean().optional(),
  /** It gets no new requests and is being stopped. */
  isRetired: z.boolean().optional(),
});

export const instanceSchema = z.object({
  id: z.string(),
  artifact: z.string(),
  versionName: z.string(),
  /** The deployment that started it. */
  deploymentId: z.string(),
  /**
   * `fresh-baseline`: the baseline's version, started together with the candidate to be compared with it. `retired`: gives
   * way to another instance; its last processes are being stopped.
   */
  role: z.enum(['candidate', 'baseline', 'fresh-baseline', 'retired']),
  /** Percent of traffic, 0 to 100. */
  weight: z.number().min(0).max(100),
  env: z.record(z.string(), z.string()),
  readyTimeoutMs: z.number().optional(),
  /** Epoch milliseconds at which it was requested. */
  since: z.number(),
  /** How many replicas it should have. */
  size: z.number().int().min(1),
  /** How many of them may be missing while they are replaced. */
  maxUnavailable: z.number().int().min(0),
  /** How many processes may run in addition to `size` while they are replaced. */
  surge: z.number().int().min(0),
  /** Its processes, oldest first. A rolling deployment has started or stopped some of them. */
  replicas: z.array(replicaSchema),
  /** Number of the next replica. */
  nextReplica: z.number().int(),
});

const effectRecordSchema = z.object({
  hash: z.string(),
  effect: z.string(),
  at: z.number(),
  /** The outcome: the id of the handle, if the effect has one. */
  instanceId: z.string().optional(),
});

/** The format of a state file. Files of earlier releases must stay readable, see `parseState`. */
export const serviceEnvironmentStateSchema = z.object({
  schema: z.literal(2),
  service: z.string(),
  environment: z.string(),
  /** The highest fence so far. */
  fence: z.number(),
  /** Port of the stable URL. */
  port: z.number().int().optional(),
  instances: z.array(instanceSchema),
  /** Id of the instance to which all others give way in batches; absent if no rolling deployment is in progress. */
  rollingTo: z.string().optional(),
  /** Which requests go to the candidate, apart from its weight. */
  routing: trafficRoutingSchema.optional(),
  /** Effects by idempotency key, oldest first. */
  effects: z.record(z.string(), effectRecordSchema),
});

export type ServiceEnvironmentState = z.infer<
  typeof serviceEnvironmentStateSchema
>;
/** A version that runs, as one or several processes. */
export type InstanceRecord = z.infer<typeof instanceSchema>;
/** One process of a version. */
export type ReplicaRecord = z.infer<typeof replicaSchema>;
export type ProcessRecord = z.infer<typeof processRecordSchema>;
export type InstanceFailure = z.infer<typeof failureSchema>;
export type EffectRecord = z.infer<typeof effectRecordSchema>;

/** Creates the state of a service environment in which nothing is deployed. */
export function createEmptyState(
  ref: ServiceEnvironmentRef,
): ServiceEnvironmentState {
  return {
    schema: 2,
    service: ref.service,
    environment: ref.environment,
    fence: 0,
    instances: [],
    effects: {},
  };
}

/** Adds replicas to an instance, which are started as soon as they are stored. */
export function addReplicas(instance: InstanceRecord, count: number): void {
  for (let n = 0; n < count; n++) {
    instance.replicas.push({ id: `${instance.id}-${instance.nextReplica}` });
    instance.nextReplica += 1;
  }
}

/** Lists the replicas of an instance that are not being stopped. */
export function listActive({ replicas }: InstanceRecord): ReplicaRecord[] {
  return replicas.filter(({ isRetired }) => !isRetired);
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
