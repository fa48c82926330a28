import type { Entity } from '@backstage/catalog-model';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../domain/model/deploymentsModel';
import type { StoredServiceEnvironment } from '../domain/model/serviceEnvironment';
import type { StartFacts } from '../domain/policy/policyFacts';
import { findDrift } from '../domain/serviceEnvironment/findDrift';
import { readServiceEnvironment } from '../persistence/repositories/serviceEnvironments';
import { observeEntity } from '../targets/observeServiceEnvironment';
import type { Observed } from '../targets/observeServiceEnvironment';
import type { PlanningDeps } from './planningDeps';
import type { PlannedVersion } from './plannedVersion';

/**
 * Reads what runs in the environment that `promotesFrom` names, if nobody has looked since the last deployment there: its
 * success alone does not say that the version still runs, or that anybody has seen it. Returns `undefined` if an observation
 * is stored, or if the promotion doesn't depend on one.
 */
export async function observeSource(
  deps: Omit<PlanningDeps, 'startConditions'>,
  { kind, service }: Pick<PlannedVersion, 'kind' | 'service'>,
  { promotesFrom }: EnvironmentModel,
  entity: Entity,
): Promise<Observed | undefined> {
  if (!promotesFrom || kind !== 'deploy') {
    return undefined;
  }
  const source = { service, environment: promotesFrom.environment };
  const stored = await readServiceEnvironment(deps.database.knex, source);
  return stored.current && !stored.observed && stored.lockOwner === undefined
    ? observeEntity(deps, source, entity)
    : undefined;
}

/** Returns what the promotion depends on, with the stored observation if there is one by now. */
export function toSourceFacts(
  stored: StoredServiceEnvironment,
  looked: Observed | undefined,
): NonNullable<StartFacts['sourceEnvironment']> {
  const observed =
    stored.observed ??
    (looked?.result === 'observed' ? looked.observation : undefined);
  return {
    ...stored,
    observed,
    ...(!observed && looked?.result === 'unobserved'
      ? { unobserved: { message: looked.message } }
      : {}),
    drift: stored.lockOwner
      ? undefined
      : // Even accepted drift counts here, because what is running is not what was verified.
        findDrift({ current: stored.current }, observed),
  };
}

/** The title of the environment that one promotes from. */
export function findSourceTitle(
  model: Pick<DeploymentsModel, 'environments'>,
  { promotesFrom }: Pick<EnvironmentModel, 'promotesFrom'>,
): string | undefined {
  return model.environments.find(
    ({ name }) => name === promotesFrom?.environment,
  )?.title;
}
