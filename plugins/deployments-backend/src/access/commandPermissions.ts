import {
  type CommandRequest,
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
  promote: deploymentControlPermission,
  rollback: deploymentRollbackPermission,
  skipStep: deploymentOverridePermission,
  override: deploymentOverridePermission,
  abandon: deploymentAbandonPermission,
};

/** All permissions that commands need, so that they can be requested in one call. */
export const COMMAND_PERMISSIONS = [...new Set(Object.values(PERMISSIONS))];

/** Returns the permission that a command needs. To skip stages of a rollout is like skipping a check. */
export function getCommandPermission({
  type,
  to,
}: Pick<CommandRequest, 'type' | 'to'>): ServiceEnvironmentPermission {
  return type === 'promote' && to === 'full'
    ? deploymentOverridePermission
    : PERMISSIONS[type];
}
