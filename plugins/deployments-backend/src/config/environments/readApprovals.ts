import { z } from 'zod';
import type { ApprovalRule } from '@slipway/backstage-plugin-deployments-common';
import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import { assignPeople } from '../../domain/policy/assignApprovers';
import { positiveDuration } from '../schema/durations';
import { normalRef } from '../schema/refs';
import {
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';
import type { Mistakes } from '../schema/mistakes';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';

const approvalShape = z.strictObject({
  count: z.number().int().min(1, { message: 'must be at least 1' }).default(1),
  from: z.array(z.string()).min(1, {
    message: 'names nobody; expected entity refs of groups or users',
  }),
  selfApproval: z.boolean().default(false),
  expiresAfter: positiveDuration.optional(),
});

/** The approval settings of an environment. */
export type ApprovalsModel = Pick<
  EnvironmentModel,
  'approvals' | 'distinctApprovers'
>;

/** Reads `approvals` of an environment: rules keyed by name, and the flag `distinct`. */
export function readApprovals(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): ApprovalsModel {
  const { distinct, ...rules } = isRecord(value)
    ? withoutNulls(value)
    : { distinct: undefined };
  if (distinct !== undefined && typeof distinct !== 'boolean') {
    mistakes.add(
      [...path, 'distinct'],
      `must be true or false: whether each rule needs a different person. A rule cannot have this name`,
    );
  }
  const approvals = readRules(isRecord(value) ? rules : value, path, mistakes);
  const distinctApprovers = distinct !== false;
  if (distinctApprovers) {
    checkEnoughPeople(approvals, path, mistakes);
  }
  return { approvals, distinctApprovers };
}

/** Reports rules that can't all be met. Only counts rules that name people, because group members are in the catalog. */
function checkEnoughPeople(
  rules: readonly ApprovalRule[],
  path: ConfigPath,
  mistakes: Mistakes,
): void {
  const ofPeople = rules.filter(
    ({ from, count }) =>
      from.length >= count && from.every(ref => ref.startsWith('user:')),
  );
  const assigned = assignPeople(
    ofPeople.map(({ count, from }) => ({ count, people: from })),
  );
  if (ofPeople.some(({ count }, index) => assigned[index].length < count)) {
    const needed = ofPeople.reduce((sum, { count }) => sum + count, 0);
    const named = new Set(ofPeople.flatMap(({ from }) => from)).size;
    mistakes.add(
      path,
      `${ofPeople
        .map(({ name }) => `"${name}"`)
        .join(
          ' and ',
        )} need ${needed} different people, but name only ${named}; name more, or set "distinct: false"`,
    );
  }
}

function readRules(
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
        `is ${read.count}, but "from" names only ${from.length}`,
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

/** Normalizes the entity refs of groups and users; each is listed once. */
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
