import type { ApprovalRule } from '@slipway/backstage-plugin-deployments-common';
import { assignPeople } from '../domain/policy/assignApprovers';
import { sameRef } from '../domain/policy/sameRef';
import { joinRefs, say } from '../domain/text/say';
import { listApprovalRules } from '../steps/approveStep';
import type { People } from './people';
import type { DeploymentPlan } from './buildPlan';
import { warn, warnInEnglish, type PlanWarning } from './planWarning';

/**
 * Finds approvals that the plan can never get, and describes each in a sentence: rules that nobody in the catalog can meet,
 * and rules that need more different people than there are. Returns nothing if the catalog does not answer, because a plan
 * is useful without these warnings.
 */
export async function findUnmetApprovals(
  people: People,
  { snapshot, facts }: Pick<DeploymentPlan, 'snapshot' | 'facts'>,
): Promise<PlanWarning[]> {
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
          warnInEnglish(
            `The approvals ${rules
              .map(({ name }) => `“${name}”`)
              .join(' and ')} need ${rules.reduce(
              (sum, { count }) => sum + count,
              0,
            )} different people, but only ${
              new Set(demands.flatMap(demand => demand.people)).size
            } in the catalog can give them.`,
          ),
        ]
      : [];
  } catch {
    return [];
  }
}

function describeShortage(
  { name, count, from }: ApprovalRule,
  members: number,
): PlanWarning {
  const named = { rule: name, anyOf: joinRefs(from) };
  if (members === 0) {
    return warn(say('plan_no_approver', named));
  }
  return warn(
    members === 1
      ? say('plan_one_approver', { ...named, needed: count })
      : say('plan_few_approvers', { ...named, needed: count, count: members }),
  );
}
