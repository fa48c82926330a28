import type { ApprovalRule } from '@slipway/backstage-plugin-deployments-common';
import { assignPeople } from '../domain/policy/assignApprovers';
import { formatNames } from '../domain/policy/approvals';
import { sameRef } from '../domain/policy/sameRef';
import { listApprovalRules } from '../steps/approveStep';
import type { People } from './people';
import type { DeploymentPlan } from './buildPlan';

/**
 * Finds approvals that the plan can never get, and describes each in a sentence: rules that nobody in the catalog can meet,
 * and rules that need more different people than there are. Returns nothing if the catalog does not answer, because a plan
 * is useful without these warnings.
 */
export async function findUnmetApprovals(
  people: People,
  { snapshot, facts }: Pick<DeploymentPlan, 'snapshot' | 'facts'>,
): Promise<string[]> {
  const asksEnvironment = snapshot.kind !== 'rollback';
  const rules = [
    ...(asksEnvironment ? facts.environment.approvals : []),
    ...listApprovalRules(snapshot),
  ];
  if (rules.length === 0) {
    return [];
  }
  const { requestedBy } = facts.deployment;
  const own = [requestedBy.principal, requestedBy.onBehalfOf];
  const isOwn = (ref: string) =>
    own.some(each => each !== undefined && sameRef(each, ref));
  try {
    const demands = await Promise.all(
      rules.map(async rule => ({
        rule,
        count: rule.count,
        people: (
          await people.listMembers(rule.from)
        ).filter(ref => rule.selfApproval || !isOwn(ref)),
      })),
    );
    const short = demands.filter(demand => demand.people.length < demand.count);
    if (short.length > 0) {
      return short.map(({ rule, people: members }) =>
        describeShortage(rule, members.length),
      );
    }
    const assigned = facts.environment.distinctApprovers
      ? assignPeople(demands)
      : undefined;
    return assigned?.some((each, index) => each.length < demands[index].count)
      ? [
          `The approvals ${rules
            .map(({ name }) => `“${name}”`)
            .join(' and ')} need ${rules.reduce(
            (sum, { count }) => sum + count,
            0,
          )} different people, but only ${
            new Set(demands.flatMap(demand => demand.people)).size
          } in the catalog can give them.`,
        ]
      : [];
  } catch {
    return [];
  }
}

function describeShortage(
  { name, count, from }: ApprovalRule,
  members: number,
): string {
  const group = formatNames(from);
  return members === 0
    ? `Nobody can give the approval “${name}”: the catalog has no eligible member of ${group}.`
    : `The approval “${name}” needs ${count} people, but the catalog has only ${members} eligible ${
        members === 1 ? 'member' : 'members'
      } of ${group}.`;
}
