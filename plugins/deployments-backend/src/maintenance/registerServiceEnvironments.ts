import type {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { buildDeployablePredicate } from '../access/catalogPredicates';
import { chooseGoldenPath } from '../config/goldenPaths/chooseGoldenPath';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ServiceEnvironmentRef } from '../domain/model/serviceEnvironment';
import type { Database } from '../persistence/database';
import { inChunks } from '../persistence/inChunks';
import { insertMissingServiceEnvironments } from '../persistence/repositories/observations';
import { isUnreachable } from '../persistence/retryUntilAvailable';
import { listObservedBeforeDeployment } from '../targets/listObservedBeforeDeployment';
import { resolveObserver } from '../targets/observeServiceEnvironment';

export interface RegistrationDeps {
  database: Database;
  model: DeploymentsModel;
  registry: ProviderRegistry;
  catalog: Pick<CatalogService, 'queryEntities'>;
  auth: AuthService;
}

/** How many entities one request to the catalog returns. */
const PAGE = 500;
/** How many rows one statement inserts. Both databases limit the number of values. */
const ROWS_PER_STATEMENT = 250;

/**
 * Registers the catalog's services for observation every five minutes, on one replica at a time (Backstage's scheduler picks
 * it). Does nothing if no environment is observed before the first deployment.
 */
export async function scheduleRegistration(
  options: RegistrationDeps & {
    scheduler: SchedulerService;
    logger: LoggerService;
  },
): Promise<void> {
  const { model, registry, scheduler, logger } = options;
  if (listObservedBeforeDeployment(model, registry).length === 0) {
    return;
  }
  try {
    await scheduler.scheduleTask({
      id: 'deployments-service-environments',
      scope: 'global',
      frequency: { minutes: 5 },
      timeout: { minutes: 5 },
      initialDelay: { seconds: 5 },
      fn: async signal => {
        const added = await registerServiceEnvironments(options, signal);
        if (added > 0) {
          logger.info(
            `${added} service environments where nothing was deployed yet are observed from now on`,
          );
        }
      },
    });
  } catch (error) {
    // After a failed start, Backstage's scheduler cannot be used again; deployments don't depend on it.
    if (!isUnreachable(error)) {
      throw error;
    }
    logger.error(
      `This process does not look for services that were never deployed until it is restarted, because the database did not respond when the task was scheduled: ${stringifyError(
        error,
      )}`,
    );
  }
}

/**
 * Adds a row for each deployable service of the catalog in each environment that is observed before the first deployment,
 * unless there is one or the service's settings there are incomplete. Such rows are due for observation immediately.
 *
 * @returns How many rows were added.
 */
export async function registerServiceEnvironments(
  deps: RegistrationDeps,
  signal: AbortSignal,
): Promise<number> {
  const { catalog, auth, database, model } = deps;
  const environments = listObservedBeforeDeployment(model, deps.registry);
  if (environments.length === 0 || model.goldenPaths.length === 0) {
    return 0;
  }
  let added = 0;
  let cursor: string | undefined;
  do {
    const { items, pageInfo } = await catalog.queryEntities(
      cursor
        ? { cursor, limit: PAGE }
        : {
            query: buildDeployablePredicate(model),
            totalItems: 'exclude',
            limit: PAGE,
          },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    const refs = items.flatMap(entity => listRefs(deps, entity, environments));
    for (const some of inChunks(refs, ROWS_PER_STATEMENT)) {
      added += await database.statement(on =>
        insertMissingServiceEnvironments(on, some, database.estimateNow()),
      );
    }
    cursor = pageInfo.nextCursor;
  } while (cursor && !signal.aborted);
  return added;
}

function listRefs(
  deps: RegistrationDeps,
  entity: Entity,
  environments: string[],
): ServiceEnvironmentRef[] {
  if (chooseGoldenPath(deps.model, entity).result === 'none') {
    return [];
  }
  const service = stringifyEntityRef(entity);
  return environments
    .map(environment => ({ service, environment }))
    .filter(ref => resolveObserver(deps, ref, entity).result === 'resolved');
}
