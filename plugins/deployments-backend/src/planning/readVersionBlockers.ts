import type {
  Blocker,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { findVersionBlockers } from '../domain/policy/startBlockers';
import type { ServiceEnvironmentRef } from '../domain/model/serviceEnvironment';
import { readServiceEnvironment } from '../persistence/repositories/serviceEnvironments';
import { findSourceTitle, observeSource, toSourceFacts } from './observeSource';
import type { PlanningDeps } from './planningDeps';
import { readPlanningContext } from './readPlanningContext';

/**
 * Returns why each version can't be deployed to a service environment yet, by version id, with the same rules and facts as a
 * plan. Throws like `readPlanningContext`.
 */
export async function readVersionBlockers(
  deps: Omit<PlanningDeps, 'startConditions'>,
  { service, environment: name }: ServiceEnvironmentRef,
  versions: readonly Version[],
): Promise<Map<string, Blocker[]>> {
  const { knex } = deps.database;
  const { entity, environment } = await readPlanningContext(deps, {
    service,
    environment: name,
  });
  const source = environment.promotesFrom?.environment;
  const observed = await observeSource(
    deps,
    { kind: 'deploy', service },
    environment,
    entity,
  );
  const sourceEnvironment =
    source === undefined
      ? undefined
      : toSourceFacts(
          await readServiceEnvironment(knex, { service, environment: source }),
          observed,
        );
  const now = await deps.database.now(knex);
  return new Map(
    versions.map(version => [
      version.id,
      findVersionBlockers({
        now,
        environment,
        version,
        ...(sourceEnvironment ? { sourceEnvironment } : {}),
        sourceTitle: findSourceTitle(deps.model, environment),
      }),
    ]),
  );
}
