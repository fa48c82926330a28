import {
  EffectError,
  type TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';

const handleSchema = z.object({
  /** What the request says, to repeat it under its key. */
  about: z.object({
    effect: z.enum(['apply', 'abort', 'finalize', 'remove', 'setTraffic']),
    version: z
      .object({
        name: z.string(),
        artifact: z.string(),
        commit: z.string().optional(),
      })
      .optional(),
    intent: z.enum(['deploy', 'rollback', 'restart']).optional(),
    restart: z.boolean().optional(),
    expected: z.string().optional(),
    candidateId: z.string().optional(),
    weight: z.number().optional(),
    /** Whether an earlier request under this key may have been received. */
    isSent: z.boolean().optional(),
  }),
  /** Absent until the service has accepted the request. */
  answered: z
    .object({
      /** Fields of the response that paths use. */
      fields: z.record(z.string(), z.string()),
      /** Whether the status says when the effect has ended. */
      isFollowed: z.boolean(),
    })
    .optional(),
});

/** What the target needs to follow a request. */
export type HttpHandle = z.infer<typeof handleSchema>;

/** A repeated effect must get the same id, whether the service responded or not. So the id is the key. */
export function createHandle(
  idempotencyKey: string,
  handle: HttpHandle,
): TargetHandle {
  // Without undefined fields, because it is stored.
  return { id: idempotencyKey, data: JSON.parse(JSON.stringify(handle)) };
}

/** Returns `undefined` if another provider, or a release that stored something else, created it. */
export function parseHandle({ data }: TargetHandle): HttpHandle | undefined {
  return handleSchema.safeParse(data).data;
}

/** @throws EffectError if it can't be parsed. */
export function readHandle(handle: TargetHandle): HttpHandle {
  const parsed = parseHandle(handle);
  if (parsed) return parsed;
  throw new EffectError('This is not a handle of the target http', {
    code: 'unknown_handle',
    retryable: false,
  });
}
