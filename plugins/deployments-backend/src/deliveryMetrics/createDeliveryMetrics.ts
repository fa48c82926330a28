import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { Database } from '../persistence/database';
import type { EnvironmentNames } from './normalize/environmentNames';
import { createEnvironmentNames } from './normalize/environmentNames';
import type { DoraIncidents } from './incidents/incidents';
import { createDoraIncidents } from './incidents/incidents';
import type { DoraIngestion } from './ingestion/ingestion';
import { createDoraIngestion } from './ingestion/ingestion';
import { createServiceNames } from './ingestion/serviceNames';
import type { DoraReads } from './queries/metricReads';
import { createDoraReads } from './queries/metricReads';

/** The delivery metrics, for the API and the MCP actions. */
export interface DoraServices {
  reads: DoraReads;
  incidents: DoraIncidents;
  ingestion: DoraIngestion;
}

/** Lists the environment names. An environment of the portal overrides one of the same name in `dora.tiers`. */
export function listEnvironmentNames(
  model: Pick<DeploymentsModel, 'environments' | 'dora'>,
): EnvironmentNames {
  return createEnvironmentNames([
    ...model.environments,
    ...[...model.dora.tiers].map(([name, tier]) => ({ name, tier })),
  ]);
}

export function createDoraServices(options: {
  database: Database;
  catalog: Pick<CatalogService, 'queryEntities' | 'getEntitiesByRefs'>;
  auth: AuthService;
  model: Pick<DeploymentsModel, 'environments' | 'dora'>;
}): DoraServices {
  const { database, model } = options;
  return {
    reads: createDoraReads(database),
    incidents: createDoraIncidents(database),
    ingestion: createDoraIngestion({
      database,
      names: createServiceNames(options),
      environments: listEnvironmentNames(model),
    }),
  };
}
