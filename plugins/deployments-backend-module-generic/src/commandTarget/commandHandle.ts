import {
  EffectError,
  type TargetHandle,
  type TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';

const handleSchema = z.object({
  run: z.string(),
  /** What the run is part of. */
  effect: z.enum(['deploy', 'abort', 'remove']),
  /** The key of the settings that names its command. */
  use: z.enum(['deploy', 'abort', 'remove']),
  intent: z.enum(['deploy', 'rollback', 'restart', 'abort', 'remove']),
  version: z
    .object({
      name: z.string(),
      artifact: z.string(),
      commit: z.string().optional(),
    })
    .optional(),
});

/** What the target needs to find a run again. */
export type CommandHandle = z.infer<typeof handleSchema>;

export function toHandle(handle: {
  run: string;
  effect: CommandHandle['effect'];
  use: CommandHandle['use'];
  intent: string;
  version?: TargetVersion;
}): TargetHandle {
  const { run, ...rest } = handleSchema.parse(handle);
  return { id: run, data: rest };
}

/** @throws EffectError if another provider, or a release that stored something else, created it. */
export function readHandle({ id, data }: TargetHandle): CommandHandle {
  const parsed = handleSchema.safeParse({ ...data, run: id });
  if (!parsed.success) {
    throw new EffectError('This is not a handle of the target command', {
      code: 'unknown_handle',
      retryable: false,
    });
  }
  return parsed.data;
}
