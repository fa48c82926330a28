import {
  type PermissionsService,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  type TestBackend,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  type DeploymentTarget,
  type StartConditionProvider,
  type VersionSource,
  deploymentsExtensionPoint,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { CONFIG, ENTITY } from '../../application/__testUtils__/testPortal';
import { deploymentsPlugin } from '../../plugin';

/** Starts the plugin as a portal does, with nothing mocked between the routes and the database. */
export function startPortal(options: {
  knex: Knex;
  target: DeploymentTarget;
  versionSource?: VersionSource;
  startConditionProvider?: StartConditionProvider<any>;
  /** Default: the configuration of the engine's tests. */
  config?: JsonObject;
  /** Default: one service. */
  entities?: Entity[];
  /** Default: everybody may do everything. */
  permissions?: PermissionsService;
}): Promise<TestBackend> {
  const { knex, target, versionSource, startConditionProvider, permissions } =
    options;
  return startTestBackend({
    features: [
      deploymentsPlugin,
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => mockServices.database({ knex }),
      }),
      ...(permissions
        ? [
            createServiceFactory({
              service: coreServices.permissions,
              deps: {},
              factory: () => permissions,
            }),
          ]
        : []),
      createBackendModule({
        pluginId: 'deployments',
        moduleId: 'test-target',
        register(env) {
          env.registerInit({
            deps: { deployments: deploymentsExtensionPoint },
            async init({ deployments }) {
              deployments.addTarget(target);
              if (versionSource) deployments.addVersionSource(versionSource);
              if (startConditionProvider) {
                deployments.addStartConditionProvider(startConditionProvider);
              }
            },
          });
        },
      }),
      mockServices.rootConfig.factory({ data: options.config ?? CONFIG }),
      catalogServiceMock.factory({ entities: options.entities ?? [ENTITY] }),
      actionsRegistryServiceMock.factory(),
    ],
  });
}
