import { supersedesQueued } from '../domain/policy/concurrency';
import { joinsQueueAt } from '../domain/policy/queueOrder';
import { say } from '../domain/text/say';
import type { DeploymentPlan } from './buildPlan';
import { warn, type PlanWarning } from './planWarning';

const supersedes = ({ environment, facts }: DeploymentPlan) =>
  supersedesQueued(environment.concurrency, facts.deployment);

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
