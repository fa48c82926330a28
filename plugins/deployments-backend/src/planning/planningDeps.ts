import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { Database } from '../persistence/database';
import type { StartConditions } from './startConditions/createStartConditions';

/** What a plan is computed with. */
export interface PlanningDeps {
  database: Database;
  model: DeploymentsModel;
  registry: ProviderRegistry;
  catalog: CatalogService;
  auth: AuthService;
  renderer: Renderer;
  logger: LoggerService;
  startConditions: StartConditions;
}
