import { z } from 'zod';
import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import { duration, positiveDuration } from './schema/durations';
import { isRecord, readShape, withoutNulls } from './schema/shape';
import type { Mistakes } from './schema/mistakes';
import type { EngineModel } from '../domain/model/deploymentsModel';

const engineShape = z.strictObject({
  lease: positiveDuration
    .refine(ms => ms >= 5_000 && ms <= 600_000, {
      message: 'expected between 5s and 10m',
    })
    .default(30_000),
  concurrency: z.number().int().min(1).max(500).default(50),
  maxLogBytesPerStep: z.number().int().min(10_000).default(1_000_000),
  observeEvery: positiveDuration
    .refine(ms => ms >= 15_000 && ms <= 24 * 3600_000, {
      message: 'expected between 15s and 24h',
    })
    .default(60_000),
  queueFor: duration.default(7 * 24 * 3600_000),
  queue: z
    .strictObject({
      schema: z
        .string()
        .regex(/^[a-z_][a-z0-9_]{0,49}$/, {
          message:
            'expected the name of a PostgreSQL schema: up to 50 lowercase letters, digits and underscores, not starting with a digit',
        })
        .optional(),
      createSchema: z.boolean().default(true),
    })
    .default({ createSchema: true }),
});

/** Reads the section `engine`; missing keys get their defaults. */
export function readEngine(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): EngineModel {
  const read =
    readShape(
      engineShape,
      isRecord(value) ? withoutNulls(value) : value ?? {},
      path,
      mistakes,
    ) ?? engineShape.parse({});
  return {
    leaseMs: read.lease,
    concurrency: read.concurrency,
    maxLogBytesPerStep: read.maxLogBytesPerStep,
    observeEveryMs: read.observeEvery,
    queueForMs: read.queueFor,
    queue: read.queue,
  };
}
