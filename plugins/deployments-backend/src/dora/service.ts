import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { DeploymentsModel } from '../config/model';
import type { Database } from '../store/database';
import type { DoraIncidents } from './incidents/incidents';
import { createDoraIncidents } from './incidents/incidents';
import type { DoraIngestion } from './ingestion/ingestion';
import { createDoraIngestion } from './ingestion/ingestion';
import { createServiceNames } from './ingestion/serviceNames';
import type { DoraReads } from './queries/reads';
import { createDoraReads } from './queries/reads';

/** The delivery metrics, as API and actions use them. */
export interface DoraServices {
  reads: DoraReads;
  incidents: DoraIncidents;
  ingestion: DoraIngestion;
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
      tierOf: name =>
        model.environments.find(environment => environment.name === name)
          ?.tier ?? model.dora.tiers.get(name),
    }),
  };
}
