import type { TargetHandle } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { runFields } from '../workflow/followEffect';

const versionSchema = z.object({
  name: z.string(),
  artifact: z.string(),
  commit: z.string().optional(),
});

const effectSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['deploy', 'restart']),
    ...runFields,
    version: versionSchema,
    /** Artifact that should have been running before, if it was known. */
    previous: z.string().optional(),
    intent: z.enum(['deploy', 'rollback', 'restart']),
  }),
  z.object({ kind: z.literal('remove'), ...runFields }),
  z.object({
    kind: z.literal('abort'),
    startedAt: z.number(),
    /** The version to restore, if the portal knows it. */
    previous: versionSchema.optional(),
  }),
]);

/** An effect in progress, as its handle describes it. Times are epoch milliseconds. */
export type RunEffect = z.infer<typeof effectSchema>;

/** Creates the handle of an effect. The same key always gets the same id. */
export function createHandle(key: string, effect: RunEffect): TargetHandle {
  return { id: key, data: effect as unknown as JsonObject };
}

/** Reads the effect of a handle. @throws an error if it is not one of this target. */
export function readHandle({ id, data }: TargetHandle): RunEffect {
  const parsed = effectSchema.safeParse(data);
  if (!parsed.success) {
    throw new Error(`"${id}" is not a handle of the target github-workflow`);
  }
  return parsed.data;
}
