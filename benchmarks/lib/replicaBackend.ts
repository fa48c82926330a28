import { createSpecializedBackend } from '@backstage/backend-app-api';
import type {
  BackendFeature,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { replicaServices } from './replicaServices';

export interface RunReplicaOptions {
  /** Core services that the features need beyond those of the deployments plugin, e.g. the URL reader. */
  services?: ServiceFactory[];
}

/**
 * Starts a Backstage backend with the real core services, the real database and the features to measure; called by a
 * replica's entry file. Services that the deployments plugin does not need are left out (the URL reader alone takes
 * more than a second to start), and these are replaced by minimal ones:
 *
 * - the catalog reads its entities from `benchmark.entities` and keeps them in memory;
 * - a caller with the static token of `backend.auth.externalAccess` may act as a person that it names in a header;
 *   the ownership of persons is in `benchmark.persons`;
 * - notifications are discarded;
 * - the log is one JSON object per line.
 *
 * @example
 * ```ts
 * runReplica([import('@slipway/backstage-plugin-deployments-backend')]);
 * ```
 */
export function runReplica(
  features: Feature[],
  options: RunReplicaOptions = {},
): void {
  // Without the harness, nothing would stop this process.
  process.on('disconnect', () => process.exit(1));

  const backend = createSpecializedBackend({
    defaultServiceFactories: [...replicaServices, ...(options.services ?? [])],
  });
  features.forEach(feature => backend.add(feature));
  backend.start().catch(error => {
    console.error(stringifyError(error));
    process.exit(1);
  });
}

type Feature = BackendFeature | Promise<{ default: BackendFeature }>;
