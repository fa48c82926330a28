import {
  type CommandType,
  deploymentAbandonPermission,
  deploymentApprovePermission,
  deploymentControlPermission,
  deploymentOverridePermission,
  deploymentRollbackPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentPermission } from './grants';

const PERMISSIONS: Record<CommandType, ServiceEnvironmentPermission> = {
  approve: deploymentApprovePermission,
  reject: deploymentApprovePermission,
  pause: deploymentControlPermission,
  resume: deploymentControlPermission,
  cancel: deploymentControlPermission,
  retryStep: deploymentControlPermission,
  decide: deploymentControlPermission,
  rollback: deploymentRollbackPermission,
  skipStep: deploymentOverridePermission,
  override: deploymentOverridePermission,
  abandon: deploymentAbandonPermission,
};

/** All permissions that commands need, so that they can be requested in one call. */
export const COMMAND_PERMISSIONS = [...new Set(Object.values(PERMISSIONS))];

export function getCommandPermission(
  type: CommandType,
): ServiceEnvironmentPermission {
  return PERMISSIONS[type];
}
