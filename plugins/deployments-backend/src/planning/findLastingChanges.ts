import { irreversiblePassed } from '../domain/deployment/plan/planRollback';
import { say } from '../domain/text/say';
import type { Database } from '../persistence/database';
import { readDeployment } from '../persistence/repositories/deployments';
import type { DeploymentPlan } from './buildPlan';
import { warn, type PlanWarning } from './planWarning';

/**
 * Finds what a rollback or a removal leaves as it is: what irreversible steps changed when the running version was deployed,
 * unless the golden path says that the version before still works with it.
 */
export async function findLastingChanges(
  { knex }: Pick<Database, 'knex'>,
  { snapshot, serviceEnvironment }: DeploymentPlan,
): Promise<PlanWarning[]> {
  const { current } = serviceEnvironment;
  const { kind, version: next } = snapshot;
  if (!current || (kind !== 'rollback' && kind !== 'remove')) {
    return [];
  }
  const deployment = await readDeployment(knex, current.deploymentId);
  const steps = deployment ? irreversiblePassed(deployment.state) : [];
  const { name: version } = current.version;
  return steps.map(({ definition: { title: step } }) =>
    warn(
      kind === 'rollback'
        ? say('plan_lasting_rollback', { step, version, other: next.name })
        : say('plan_lasting', { step, version }),
    ),
  );
}
