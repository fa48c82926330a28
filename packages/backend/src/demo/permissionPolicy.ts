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
/** Whoever owns the service that it is about, themselves or by a group. */
const OWNERS = 'owners';
const AUDITORS = 'group:default/auditors';
const RELEASE_MANAGERS = 'group:default/release-managers';
const PLATFORM_LEADS = 'group:default/platform-leads';

type Who =
  | typeof EVERYONE
  | typeof OWNERS
  | typeof AUDITORS
  | typeof RELEASE_MANAGERS
  | typeof PLATFORM_LEADS;

/**
 * Who may do what with deployments in the example company. Those not listed may not: a permission that a later version
 * of the plugin adds is closed until somebody decides.
 */
export const whoMay = new Map<string, readonly Who[]>([
  [deploymentReadPermission.name, [EVERYONE]],
  [auditReadPermission.name, [AUDITORS, RELEASE_MANAGERS, PLATFORM_LEADS]],

  [deploymentCreatePermission.name, [OWNERS, PLATFORM_LEADS]],
  [deploymentRollbackPermission.name, [OWNERS, PLATFORM_LEADS]],
  [deploymentControlPermission.name, [OWNERS, PLATFORM_LEADS]],
  // Whether what a hold is about is repaired, those who own the service know best.
  [holdLiftPermission.name, [OWNERS, PLATFORM_LEADS]],

  // Of these, a golden path or an environment says who counts.
  [deploymentApprovePermission.name, [RELEASE_MANAGERS]],

  [engineReadPermission.name, [PLATFORM_LEADS]],
  [deploymentOverridePermission.name, [PLATFORM_LEADS]],
  [deploymentAbandonPermission.name, [PLATFORM_LEADS]],

  // CI does it with a token of its own, which no policy is asked about.
  [versionRegisterPermission.name, [OWNERS, PLATFORM_LEADS]],
  [
    versionQuarantinePermission.name,
    [OWNERS, RELEASE_MANAGERS, PLATFORM_LEADS],
  ],

  [incidentWritePermission.name, [OWNERS, RELEASE_MANAGERS, PLATFORM_LEADS]],
  // Like CI, other pipelines come with tokens of their own.
  [doraIngestPermission.name, [PLATFORM_LEADS]],
  [doraManagePermission.name, [PLATFORM_LEADS]],
]);

/**
 * What a person may do.
 *
 * @param claims - entity refs that the person acts as: their own and their groups'
 */
export function decide(
  permission: Permission,
  claims: readonly string[],
): PolicyDecision {
  if (!permission.name.startsWith('deployments.')) {
    const isReading = permission.attributes.action === 'read';
    return isReading || !claims.includes(AUDITORS) ? ALLOW : DENY;
  }
  const who = whoMay.get(permission.name) ?? [];
  if (who.some(each => each === EVERYONE || claims.includes(each))) {
    return ALLOW;
  }
  // Depends on the service: the plugin finds out, and turns it into a query for lists.
  return who.includes(OWNERS) &&
    isResourcePermission(permission, RESOURCE_TYPE_DEPLOYMENT)
    ? createDeploymentConditionalDecision(
        permission,
        deploymentConditions.isOwner({ claims: [...claims] }),
      )
    : DENY;
}

/** The example company's policy. Services (CI, other plugins) are not asked about. */
export class DemoPermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    return user ? decide(permission, user.info.ownershipEntityRefs) : DENY;
  }
}
