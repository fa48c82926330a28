import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { PermissionRule } from '@backstage/plugin-permission-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Entity } from '@backstage/catalog-model';
import express from 'express';
import type { RouterOptions } from '../../access/apiOptions';
import { createApiRouter } from '../../http/apiRouter';
import { addApiRoutes } from '../addApiRoutes';
import { entities, model, providers } from './fixtures';
import { MemoryEngine, listVersionsFor } from './memoryEngine';

export const ANA = 'user:default/ana';
export const CARLA = 'user:default/carla';

/** The groups of the people in these tests. */
const GROUPS: Record<string, string[]> = {
  [ANA]: ['group:default/payments'],
  [CARLA]: ['group:default/release-managers'],
};

export type Policy = (
  permission: Permission,
  user: string | undefined,
) => PolicyDecision;

export const allowAll: Policy = () => ({ result: AuthorizeResult.ALLOW });

export interface TestApiOptions {
  policy?: Policy;
  /** Entities that users may not see. */
  hidden?: (user: string | undefined) => string[];
  router?: Partial<RouterOptions>;
}

/** Serves the router in its own app, with an engine in memory. */
export function createTestApi(options: TestApiOptions = {}) {
  const engine = new MemoryEngine();
  const policy = { current: options.policy ?? allowAll };
  const shutdownHooks: (() => void | Promise<void>)[] = [];
  const logger = mockServices.logger.mock();
  const routerOptions: RouterOptions = {
    model,
    providers,
    engine,
    reads: engine,
    versions: listVersionsFor(engine),
    catalog: hidingCatalog(options.hidden),
    auth: mockServices.auth(),
    httpAuth: mockServices.httpAuth(),
    userInfo: testUserInfo(),
    permissions: testPermissions(policy),
    permissionsRegistry: testPermissionsRegistry(),
    lifecycle: {
      addShutdownHook: (hook: () => void | Promise<void>) => {
        shutdownHooks.push(hook);
      },
      addStartupHook: () => {},
    },
    logger,
    validateResponses: true,
    ...options.router,
  };
  const app = express();
  app.use(
    createApiRouter(routerOptions, router =>
      addApiRoutes(router, routerOptions),
    ),
  );
  return {
    app,
    engine,
    policy,
    logger,
    routerOptions,
    shutDown: () => Promise.all(shutdownHooks.map(hook => hook())),
  };
}

/** Authorization headers. */
export const as = (user: string) => mockCredentials.user.header(user);
export const asService = () => mockCredentials.service.header();

function getUser(credentials: BackstageCredentials): string | undefined {
  const principal = credentials.principal as
    | BackstageUserPrincipal
    | { type: 'service' };
  return principal.type === 'user' ? principal.userEntityRef : undefined;
}

function testUserInfo(): UserInfoService {
  return {
    async getUserInfo(credentials) {
      const userEntityRef = getUser(credentials)!;
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(GROUPS[userEntityRef] ?? [])],
      };
    },
  };
}

function testPermissions(policy: { current: Policy }): PermissionsService {
  const decide = (
    permission: Permission,
    credentials: BackstageCredentials,
  ): PolicyDecision =>
    // Like the real one, it allows everything to services.
    getUser(credentials) === undefined
      ? { result: AuthorizeResult.ALLOW }
      : policy.current(permission, getUser(credentials));
  return {
    authorize: async (requests, opts) =>
      requests.map(({ permission }) => {
        const { result } = decide(permission, opts!.credentials);
        return {
          result:
            result === AuthorizeResult.ALLOW
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        };
      }),
    authorizeConditional: async (queries, opts) =>
      queries.map(({ permission }) => decide(permission, opts!.credentials)),
  };
}

function testPermissionsRegistry(): PermissionsRegistryService {
  const rules = new Map<string, PermissionRule<any, any, string>>();
  return {
    addPermissions: () => {},
    addPermissionRules: () => {},
    addResourceType: (type: { rules: PermissionRule<any, any, string>[] }) => {
      for (const rule of type.rules) rules.set(rule.name, rule);
    },
    getPermissionRuleset: () => ({
      getRuleByName: (name: string) => rules.get(name)!,
    }),
  } as unknown as PermissionsRegistryService;
}

function hidingCatalog(hidden: TestApiOptions['hidden']): CatalogService {
  const catalogFor = (credentials: BackstageCredentials) => {
    const away = hidden?.(getUser(credentials)) ?? [];
    const isVisible = (entity: Entity) =>
      !away.includes(`component:default/${entity.metadata.name}`);
    return catalogServiceMock({ entities: entities.filter(isVisible) });
  };
  const forward = {
    getEntityByRef: (ref: string, o: { credentials: BackstageCredentials }) =>
      catalogFor(o.credentials).getEntityByRef(ref, o),
    getEntitiesByRefs: (r: any, o: { credentials: BackstageCredentials }) =>
      catalogFor(o.credentials).getEntitiesByRefs(r, o),
    queryEntities: (r: any, o: { credentials: BackstageCredentials }) =>
      catalogFor(o.credentials).queryEntities(r, o),
  };
  return forward as unknown as CatalogService;
}
