import {
  type CommandType,
  type DecisionChoice,
  deploymentAbandonPermission,
  deploymentApprovePermission,
  deploymentControlPermission,
  deploymentOverridePermission,
  deploymentRollbackPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { PlacePermission } from './grants';

const PERMISSIONS: Record<CommandType, PlacePermission> = {
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

/** All that commands need, to ask for them at once. */
export const COMMAND_PERMISSIONS = [...new Set(Object.values(PERMISSIONS))];

export function commandPermission(type: CommandType): PlacePermission {
  return PERMISSIONS[type];
}

const DECISIONS: ReadonlySet<CommandType> = new Set([
  'approve',
  'reject',
  'decide',
  'skipStep',
  'override',
  'abandon',
]);

/**
 * Whether a person must answer for a command. What stops or undoes a deployment, e.g. when an alert fires, a service may
 * ask for as well.
 */
export function isPersonsDecision(command: {
  type: CommandType;
  choice?: DecisionChoice;
}): boolean {
  return DECISIONS.has(command.type);
}
