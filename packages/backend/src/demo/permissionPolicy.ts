import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '@slipway/backstage-plugin-deployments-backend';
import {
  RESOURCE_TYPE_DEPLOYMENT,
  auditReadPermission,
  deploymentAbandonPermission,
  deploymentApprovePermission,
  deploymentControlPermission,
  deploymentCreatePermission,
  deploymentOverridePermission,
  deploymentReadPermission,
  deploymentRollbackPermission,
  doraIngestPermission,
  doraManagePermission,
  engineReadPermission,
  holdLiftPermission,
  incidentWritePermission,
  versionQuarantinePermission,
  versionRegisterPermission,
} from '@slipway/backstage-plugin-deployments-common';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

const EVERYONE = 'everyone';
/** Owners of the service in question, directly or through a group. */
const OWNERS = 'owners';
const AUDITORS = 'group:default/auditors';
const RELEASE_MANAGERS = 'group:default/release-managers';
const PLATFORM_LEADS = 'group:default/platform-leads';

type Role =
  | typeof EVERYONE
  | typeof OWNERS
  | typeof AUDITORS
  | typeof RELEASE_MANAGERS
  | typeof PLATFORM_LEADS;

/**
 * Who has which permission in the example company. A permission that is not listed is denied, e.g. one that a later
 * version of the plugin adds.
 */
export const rolesByPermission = new Map<string, readonly Role[]>([
  [deploymentReadPermission.name, [EVERYONE]],
  [auditReadPermission.name, [AUDITORS, RELEASE_MANAGERS, PLATFORM_LEADS]],

  [deploymentCreatePermission.name, [OWNERS, PLATFORM_LEADS]],
  [deploymentRollbackPermission.name, [OWNERS, PLATFORM_LEADS]],
  [deploymentControlPermission.name, [OWNERS, PLATFORM_LEADS]],
  // Owners of the service know best whether the cause of a hold is fixed.
  [holdLiftPermission.name, [OWNERS, PLATFORM_LEADS]],

  // The approval rules of the golden path or environment decide whose approval counts.
  [deploymentApprovePermission.name, [RELEASE_MANAGERS]],

  [engineReadPermission.name, [PLATFORM_LEADS]],
  [deploymentOverridePermission.name, [PLATFORM_LEADS]],
  [deploymentAbandonPermission.name, [PLATFORM_LEADS]],

  // CI uses a service token, to which the policy does not apply.
  [versionRegisterPermission.name, [OWNERS, PLATFORM_LEADS]],
  [
    versionQuarantinePermission.name,
    [OWNERS, RELEASE_MANAGERS, PLATFORM_LEADS],
  ],

  [incidentWritePermission.name, [OWNERS, RELEASE_MANAGERS, PLATFORM_LEADS]],
  // Other pipelines use service tokens, like CI.
  [doraIngestPermission.name, [PLATFORM_LEADS]],
  [doraManagePermission.name, [PLATFORM_LEADS]],
]);

/**
 * Decides whether a user has a permission.
 *
 * @param claims - Entity refs that the user acts as: their own and those of their groups.
 */
export function decide(
  permission: Permission,
  claims: readonly string[],
): PolicyDecision {
  if (!permission.name.startsWith('deployments.')) {
    const isReading = permission.attributes.action === 'read';
    return isReading || !claims.includes(AUDITORS) ? ALLOW : DENY;
  }
  const roles = rolesByPermission.get(permission.name) ?? [];
  if (roles.some(role => role === EVERYONE || claims.includes(role))) {
    return ALLOW;
  }
  // Depends on the service: the plugin evaluates the condition, in lists as part of the query.
  return roles.includes(OWNERS) &&
    isResourcePermission(permission, RESOURCE_TYPE_DEPLOYMENT)
    ? createDeploymentConditionalDecision(
        permission,
        deploymentConditions.isOwner({ claims: [...claims] }),
      )
    : DENY;
}

/** The policy of the example company. It does not apply to services (CI, other plugins). */
export class DemoPermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    return user ? decide(permission, user.info.ownershipEntityRefs) : DENY;
  }
}
