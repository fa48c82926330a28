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
import { deploymentPermissionResourceRef } from './permissionRules';

/** A permission that concerns a service, mostly in an environment. */
export type ServiceEnvironmentPermission = ResourcePermission<
  typeof RESOURCE_TYPE_DEPLOYMENT
>;

/** Where a caller has a permission: everywhere, nowhere, or where a condition holds. */
export type Grant =
  | { where: 'everywhere' }
  | { where: 'nowhere' }
  | { where: 'some'; condition: ServiceEnvironmentCondition };

/** What the permission framework says of a caller. */
export interface Grants {
  of(permission: ServiceEnvironmentPermission): Grant;
  has(
    permission: ServiceEnvironmentPermission,
    serviceEnvironment: ServiceEnvironmentResource,
  ): boolean;
}

export interface Access {
  /** Asks for several permissions at once. Asking the result for another one is an error. */
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
  // Late, because the resource type is registered when the router is made.
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
    async grants(credentials, asked) {
      const decisions = await permissions.authorizeConditional(
        asked.map(permission => ({ permission })),
        { credentials },
      );
      const byName = new Map(
        asked.map((permission, i) => [
          permission.name,
          toCondition(decisions[i]),
        ]),
      );
      const of = (permission: ServiceEnvironmentPermission): Grant => {
        const grant = byName.get(permission.name);
        if (!grant) throw new Error(`Nobody asked for ${permission.name}`);
        return grant;
      };
      return {
        of,
        has: (permission, serviceEnvironment) =>
          holds(of(permission), serviceEnvironment),
      };
    },

    async require(credentials, permission) {
      const [decision] = await permissions.authorize([{ permission }], {
        credentials,
      });
      if (decision.result !== AuthorizeResult.ALLOW) {
        throw refusal(permission.name);
      }
    },
  };
}

export function holds(
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

/** Names the permission: whoever reads it can ask for just that. */
export function refusal(permission: string, where = ''): NotAllowedError {
  return new NotAllowedError(
    `You lack the permission ${permission}${where}. Ask whoever administers your portal's permission policy for it.`,
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
