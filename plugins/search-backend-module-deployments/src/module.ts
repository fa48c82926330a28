import { Readable } from 'node:stream';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import {
  type DeploymentsClient,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import { createApiClient } from './createApiClient';
import { listDeploymentDocuments } from './deploymentDocuments';
import { readSearchConfig } from './readSearchConfig';
import { listVersionDocuments } from './versionDocuments';

/**
 * Adds the document types `deployment` and `deployment-version` to the search backend. People find only what the
 * permission `deployments.deployment.read` lets them see.
 *
 * @public
 */
export const searchModuleDeployments = createBackendModule({
  pluginId: 'search',
  moduleId: 'deployments',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        indexRegistry: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ config, indexRegistry, logger, scheduler, ...services }) {
        const { schedule, deploymentsForDays, versionsPerService } =
          readSearchConfig(config);
        const addCollator = (
          type: string,
          list: (client: DeploymentsClient) => AsyncIterable<IndexableDocument>,
        ) =>
          indexRegistry.addCollator({
            schedule: scheduler.createScheduledTaskRunner(schedule),
            factory: createFactory(type, async function* documents() {
              yield* list(await createApiClient(services));
            }),
          });
        addCollator('deployment', client =>
          listDeploymentDocuments(client, deploymentsForDays),
        );
        addCollator('deployment-version', client =>
          listVersionDocuments(client, {
            perService: versionsPerService,
            logger,
          }),
        );
      },
    });
  },
});

function createFactory(
  type: string,
  list: () => AsyncIterable<IndexableDocument>,
): DocumentCollatorFactory {
  return {
    type,
    visibilityPermission: deploymentReadPermission,
    getCollator: async () => Readable.from(list()),
  };
}
