import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
  type PermissionCriteria,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import type { RESOURCE_TYPE_DEPLOYMENT } from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import {
  type ServiceEnvironmentResource,
  meets,
} from './serviceEnvironmentResource';
import { describePermission } from './describePermission';
import { deploymentPermissionResourceRef } from './permissionRules';

/** A permission that is granted per service or per service environment. */
export type ServiceEnvironmentPermission = ResourcePermission<
  typeof RESOURCE_TYPE_DEPLOYMENT
>;

/** Where a caller has a permission: everywhere, nowhere, or where a condition is met. */
export type Grant =
  | { where: 'everywhere' }
  | { where: 'nowhere' }
  | { where: 'some'; condition: ServiceEnvironmentCondition };

/** The permission framework's decisions for one caller. */
export interface Grants {
  of(permission: ServiceEnvironmentPermission): Grant;
  has(
    permission: ServiceEnvironmentPermission,
    serviceEnvironment: ServiceEnvironmentResource,
  ): boolean;
}

export interface Access {
  /** Requests several permissions in one call. The result throws if it is asked for any other permission. */
  grants(
    credentials: BackstageCredentials,
    permissions: ServiceEnvironmentPermission[],
  ): Promise<Grants>;
  /** Throws NotAllowedError without the permission. */
  require(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void>;
}

export function createAccess(options: {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
}): Access {
  const { permissions, permissionsRegistry } = options;
  // Read lazily, because the resource type isn't registered before the router is created.
  const toCondition = (decision: PolicyDecision): Grant => {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return { where: 'everywhere' };
      case AuthorizeResult.CONDITIONAL: {
        const transform = createConditionTransformer(
          permissionsRegistry.getPermissionRuleset(
            deploymentPermissionResourceRef,
          ),
        );
        return {
          where: 'some',
          condition: toServiceEnvironmentCondition(
            transform(decision.conditions),
          ),
        };
      }
      default:
        return { where: 'nowhere' };
    }
  };

  return {
    async grants(credentials, requested) {
      const decisions = await permissions.authorizeConditional(
        requested.map(permission => ({ permission })),
        { credentials },
      );
      const byName = new Map(
        requested.map((permission, i) => [
          permission.name,
          toCondition(decisions[i]),
        ]),
      );
      const of = (permission: ServiceEnvironmentPermission): Grant => {
        const grant = byName.get(permission.name);
        if (!grant) throw new Error(`${permission.name} was not requested`);
        return grant;
      };
      return {
        of,
        has: (permission, serviceEnvironment) =>
          isGranted(of(permission), serviceEnvironment),
      };
    },

    async require(credentials, permission) {
      const [decision] = await permissions.authorize([{ permission }], {
        credentials,
      });
      if (decision.result !== AuthorizeResult.ALLOW) {
        throw createNotAllowedError(permission.name);
      }
    },
  };
}

export function isGranted(
  grant: Grant,
  serviceEnvironment: ServiceEnvironmentResource,
): boolean {
  switch (grant.where) {
    case 'everywhere':
      return true;
    case 'nowhere':
      return false;
    case 'some':
      return meets(serviceEnvironment, grant.condition);
    default:
      throw new Error(`Unknown grant ${grant satisfies never}`);
  }
}

/**
 * Creates the error for a missing permission. It names the people to ask; if none are known, the permission, so that the
 * caller can request it.
 */
export function createNotAllowedError(
  permission: string,
  where = '',
  ask: string[] = [],
): NotAllowedError {
  return new NotAllowedError(
    `You don't have permission to ${describePermission(
      permission,
    )}${where}. Ask ${
      ask.length > 0
        ? `${ask.join(' or ')} to do it`
        : `your portal operators for the permission ${permission}`
    }.`,
  );
}

function toServiceEnvironmentCondition(
  criteria: PermissionCriteria<ServiceEnvironmentCondition>,
): ServiceEnvironmentCondition {
  if (isAndCriteria(criteria)) {
    return { allOf: criteria.allOf.map(toServiceEnvironmentCondition) };
  }
  if (isOrCriteria(criteria)) {
    return { anyOf: criteria.anyOf.map(toServiceEnvironmentCondition) };
  }
  if (isNotCriteria(criteria))
    return { not: toServiceEnvironmentCondition(criteria.not) };
  return criteria;
}
