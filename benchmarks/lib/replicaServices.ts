import {
  actionsRegistryServiceFactory,
  actionsServiceFactory,
  metricsServiceFactory,
  tracingServiceFactory,
} from '@backstage/backend-defaults/alpha';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { cacheServiceFactory } from '@backstage/backend-defaults/cache';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { discoveryServiceFactory } from '@backstage/backend-defaults/discovery';
import { DefaultHttpAuthService } from '@backstage/backend-defaults/httpAuth';
import { httpRouterServiceFactory } from '@backstage/backend-defaults/httpRouter';
import { lifecycleServiceFactory } from '@backstage/backend-defaults/lifecycle';
import { loggerServiceFactory } from '@backstage/backend-defaults/logger';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { permissionsRegistryServiceFactory } from '@backstage/backend-defaults/permissionsRegistry';
import { rootConfigServiceFactory } from '@backstage/backend-defaults/rootConfig';
import { rootHealthServiceFactory } from '@backstage/backend-defaults/rootHealth';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { rootLifecycleServiceFactory } from '@backstage/backend-defaults/rootLifecycle';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import type {
  BackstageCredentials,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import type { CompoundEntityRef, Entity } from '@backstage/catalog-model';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { format, transports } from 'winston';
import { PERSON_HEADER } from './persons';

const fileCatalog = createServiceFactory({
  service: catalogServiceRef,
  deps: { config: coreServices.rootConfig },
  factory({ config }): CatalogService {
    const entities = config.get<Entity[]>('benchmark.entities');
    const byRef = new Map(
      entities.map(entity => [stringifyEntityRef(entity), entity]),
    );
    // The client would search all entities each time.
    return Object.assign(new InMemoryCatalogClient({ entities }), {
      async getEntityByRef(ref: string | CompoundEntityRef) {
        const key = stringifyEntityRef(
          typeof ref === 'string' ? parseEntityRef(ref) : ref,
        );
        return structuredClone(byRef.get(key));
      },
    });
  },
});

const personsByHeader = createServiceFactory({
  service: coreServices.httpAuth,
  deps: {
    auth: coreServices.auth,
    discovery: coreServices.discovery,
    plugin: coreServices.pluginMetadata,
  },
  factory({ auth, discovery, plugin }) {
    const base = DefaultHttpAuthService.create({
      auth,
      discovery,
      pluginId: plugin.getId(),
    });
    return {
      issueUserCookie: base.issueUserCookie.bind(base),
      async credentials(request, options) {
        const person = request.header(PERSON_HEADER);
        if (person === undefined) {
          return base.credentials(request, options);
        }
        // The token must be valid nevertheless.
        await base.credentials(request, { allow: ['service'] });
        return createCredentials(person) as Awaited<
          ReturnType<typeof base.credentials<any>>
        >;
      },
    };
  },
});

function createCredentials(userEntityRef: string): BackstageCredentials {
  const credentials = {
    $$type: '@backstage/BackstageCredentials' as const,
    version: 'v1',
    principal: { type: 'user', userEntityRef },
  };
  return credentials;
}

const personsByConfig = createServiceFactory({
  service: coreServices.userInfo,
  deps: { auth: coreServices.auth, config: coreServices.rootConfig },
  factory: ({ auth, config }) => ({
    async getUserInfo(credentials) {
      if (!auth.isPrincipal(credentials, 'user')) {
        throw new Error('Only users have user info');
      }
      const { userEntityRef } = credentials.principal;
      const persons = config.get<Record<string, string[]>>('benchmark.persons');
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(persons[userEntityRef] ?? [])],
      };
    },
  }),
});

/**
 * The default logger compiles the config schema of every package to find secrets, which takes seconds. There are none
 * here.
 */
const plainLogger = createServiceFactory({
  service: coreServices.rootLogger,
  deps: {},
  factory: () =>
    WinstonLogger.create({
      level: process.env.LOG_LEVEL ?? 'info',
      format: format.combine(format.timestamp(), format.json()),
      transports: [new transports.Console()],
    }),
});

const silentNotifications = createServiceFactory({
  service: notificationService,
  deps: {},
  factory: () => ({ async send() {} }),
});

/** The core services that the deployments plugin needs; see `runReplica`. */
export const replicaServices: ServiceFactory[] = [
  actionsRegistryServiceFactory,
  actionsServiceFactory,
  auditorServiceFactory,
  authServiceFactory,
  cacheServiceFactory,
  databaseServiceFactory,
  discoveryServiceFactory,
  eventsServiceFactory,
  fileCatalog,
  httpRouterServiceFactory,
  lifecycleServiceFactory,
  loggerServiceFactory,
  metricsServiceFactory,
  permissionsServiceFactory,
  permissionsRegistryServiceFactory,
  personsByConfig,
  personsByHeader,
  rootConfigServiceFactory,
  rootHealthServiceFactory,
  rootHttpRouterServiceFactory,
  rootLifecycleServiceFactory,
  plainLogger,
  schedulerServiceFactory,
  silentNotifications,
  tracingServiceFactory,
];
