import type { Entity } from '@backstage/catalog-model';
import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import type {
  CommitSource,
  VersionSource,
} from '@slipway/backstage-plugin-deployments-node';
import type { Database } from '../../persistence/database';

export interface RegisterListedDeps {
  database: Database;
  commitSources: readonly CommitSource[];
}

/** What a version source listed for a service. */
export interface ListedVersions {
  source: VersionSource;
  service: string;
  entity: Entity;
  versions: RegisterVersionRequest[];
}
