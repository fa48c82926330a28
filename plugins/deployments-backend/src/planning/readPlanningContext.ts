import type { Entity } from '@backstage/catalog-model';
import { RELATION_OWNED_BY, RELATION_PART_OF } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { chooseGoldenPath } from '../config/goldenPaths/chooseGoldenPath';
import type {
  EnvironmentModel,
  GoldenPathModel,
} from '../domain/model/deploymentsModel';
import type { Ownership } from '../persistence/repositories/deployments';
import type { PlanningDeps } from './planningDeps';

/** The configuration and catalog data that a request refers to, without the environment's current state. */
interface PlanningContext {
  entity: Entity;
  environment: EnvironmentModel;
  goldenPath: GoldenPathModel;
  target: DeploymentTarget;
  ownership: Ownership;
}

/** Looks up what a plan is based on. Throws NotFoundError or InputError if any of it is missing. */
export async function readPlanningContext(
  deps: Pick<PlanningDeps, 'model' | 'registry' | 'catalog' | 'auth'>,
  requested: { service: string; environment: string },
): Promise<PlanningContext> {
  const { model, registry, catalog, auth } = deps;
  const environment = model.environments.find(
    ({ name }) => name === requested.environment,
  );
  if (!environment) {
    throw new NotFoundError(
      `Environment '${
        requested.environment
      }' isn't configured. Configured: ${model.environments
        .map(({ name }) => name)
        .join(', ')}`,
    );
  }
  const entity = await catalog.getEntityByRef(requested.service, {
    credentials: await auth.getOwnServiceCredentials(),
  });
  if (!entity) {
    throw new NotFoundError(`${requested.service} is not in the catalog`);
  }
  const chosen = chooseGoldenPath(model, entity);
  if (chosen.result === 'none') {
    throw new InputError(chosen.reason);
  }
  const target = registry.targets.get(environment.target.provider);
  if (!target) {
    throw new InputError(
      `No installed module provides the target '${environment.target.provider}'`,
    );
  }
  return {
    entity,
    environment,
    goldenPath: chosen.path,
    target,
    ownership: {
      ownerGroup: findRelation(entity, RELATION_OWNED_BY),
      system: findRelation(entity, RELATION_PART_OF, 'system:'),
      tier: environment.tier,
    },
  };
}

function findRelation(
  entity: Entity,
  type: string,
  prefix: string = '',
): string | undefined {
  return entity.relations?.find(
    it => it.type === type && it.targetRef.startsWith(prefix),
  )?.targetRef;
}
