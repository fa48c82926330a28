import { joinsQueueAt } from '../domain/policy/queueOrder';
import { say } from '../domain/text/say';
import type { DeploymentPlan } from './buildPlan';
import { warn, type PlanWarning } from './planWarning';

/** Whether a request would supersede queued deployments, also those that are scheduled for later. */
function supersedes({ environment, facts }: DeploymentPlan): boolean {
  const { kind, hotfix } = facts.deployment;
  return (
    kind === 'deploy' &&
    !hotfix &&
    ['supersede', 'replace'].includes(environment.concurrency)
  );
}

/** How many deployments a request waits for, or supersedes. */
export function countQueued(planned: DeploymentPlan): number {
  const { facts, scheduled } = planned;
  return facts.ahead.length + (supersedes(planned) ? scheduled.length : 0);
}

/** Warns of versions that are scheduled for later, and so replace the one of this plan. */
export function warnOfScheduled(planned: DeploymentPlan): PlanWarning[] {
  const { kind } = planned.facts.deployment;
  if ((kind !== 'deploy' && kind !== 'rollback') || supersedes(planned)) {
    return [];
  }
  return planned.scheduled
    .filter(other => other.kind === 'deploy')
    .map(other =>
      warn(
        say('plan_scheduled', {
          version: other.version.name,
          at: joinsQueueAt(other),
        }),
      ),
    );
}
