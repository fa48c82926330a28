import { z } from 'zod';
import type { ApprovalRule } from '@slipway/backstage-plugin-deployments-common';
import { positiveDuration } from './durations';
import { normalRef } from './refs';
import {
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from './shape';
import type { ConfigPath, Mistakes } from './mistakes';

const approvalShape = z.strictObject({
  count: z.number().int().min(1, { message: 'must be at least 1' }).default(1),
  from: z.array(z.string()).min(1, {
    message: 'names nobody; expected entity refs of groups or users',
  }),
  selfApproval: z.boolean().default(false),
  expiresAfter: positiveDuration.optional(),
});

/** Reads `approvals` of an environment, keyed by name. */
export function readApprovals(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): ApprovalRule[] {
  return readRecord(value, path, mistakes, checkName).flatMap(([name, raw]) => {
    const here = [...path, name];
    const read = readShape(
      approvalShape,
      isRecord(raw) ? withoutNulls(raw) : raw,
      here,
      mistakes,
    );
    if (!read) {
      return [];
    }
    const from = readApprovers(read.from, [...here, 'from'], mistakes);
    const arePeople = from.every(ref => ref.startsWith('user:'));
    if (arePeople && from.length > 0 && from.length < read.count) {
      mistakes.add(
        [...here, 'count'],
        `is ${read.count}, but "from" names only ${from.length} of them`,
      );
    }
    return [
      {
        name,
        count: read.count,
        from,
        selfApproval: read.selfApproval,
        ...(read.expiresAfter !== undefined && {
          expiresAfterMs: read.expiresAfter,
        }),
      },
    ];
  });
}

/** Entity refs of groups and users in the catalog's spelling, each once. */
export function readApprovers(
  refs: readonly string[],
  path: ConfigPath,
  mistakes: Mistakes,
): string[] {
  const read = refs.flatMap((ref, index) => {
    const normal = normalRef(ref);
    if (!normal || !/^(group|user):/.test(normal)) {
      mistakes.add(
        [...path, index],
        `"${ref}" names no group or user; expected an entity ref such as group:default/release-managers`,
      );
      return [];
    }
    return [normal];
  });
  return [...new Set(read)];
}
