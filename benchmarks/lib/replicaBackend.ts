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
 * What a replica's entry file calls: a Backstage backend with the real core services, on the real database, and with the
 * features under measurement. What the deployments plugin does not need is left out (the URL reader alone costs more
 * than a second), and these are the smallest that work:
 *
 * - the catalog holds the entities of `benchmark.entities` in memory;
 * - a caller with the static token of `backend.auth.externalAccess` may name a person in a header, and is that person,
 *   who owns what `benchmark.persons` says;
 * - notifications are taken and go nowhere;
 * - the log is one JSON object a line.
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
  // Nobody is there to stop us once the harness is gone.
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
