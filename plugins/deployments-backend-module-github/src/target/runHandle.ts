import type {
  ApplyRequest,
  TargetHandle,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import type { RunSearch } from '../workflow/ensureRun';

const versionSchema = z.object({
  name: z.string(),
  artifact: z.string(),
  commit: z.string().optional(),
});

const effectSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['deploy', 'restart']),
    startedAt: z.number(),
    version: versionSchema,
    previous: z.string().optional(),
    intent: z.enum(['deploy', 'rollback', 'restart']),
    runId: z.number().optional(),
    acceptedAt: z.number().optional(),
  }),
  z.object({
    kind: z.literal('remove'),
    startedAt: z.number(),
    runId: z.number().optional(),
    acceptedAt: z.number().optional(),
  }),
  z.object({
    kind: z.literal('abort'),
    startedAt: z.number(),
    previous: versionSchema.optional(),
  }),
]);

/** An effect in progress, as its handle describes it. Times are epoch milliseconds. */
export type RunEffect =
  | {
      kind: 'deploy' | 'restart';
      startedAt: number;
      version: TargetVersion;
      /** Artifact that should have been running before, if it was known. */
      previous?: string;
      intent: ApplyRequest['intent'];
      runId?: number;
      /** When GitHub accepted the dispatch, if its answer did not name the run. */
      acceptedAt?: number;
    }
  | { kind: 'remove'; startedAt: number; runId?: number; acceptedAt?: number }
  | {
      kind: 'abort';
      startedAt: number;
      /** The version to restore, if the portal knows it. */
      previous?: TargetVersion;
    };

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
  return parsed.data as RunEffect;
}

/** Picks what a handle keeps of a search, so that another process finds the run again. */
export function toHandleFields(search: RunSearch): {
  runId?: number;
  acceptedAt?: number;
} {
  switch (search.state) {
    case 'found':
      return { runId: search.run.id };
    case 'accepted':
      return search.runId === undefined
        ? { acceptedAt: search.at }
        : { runId: search.runId };
    case 'uncertain':
      return {};
    default: {
      const unknown: never = search;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}
