import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import {
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
import { joinRefs, say } from '../domain/text/say';

const DESCRIPTIONS = new Map([
  [deploymentReadPermission.name, 'see deployments'],
  [deploymentCreatePermission.name, 'create deployments'],
  [deploymentRollbackPermission.name, 'roll back deployments'],
  [deploymentControlPermission.name, 'control deployments'],
  [deploymentApprovePermission.name, 'approve deployments'],
  [deploymentOverridePermission.name, 'override blockers of deployments'],
  [deploymentAbandonPermission.name, 'abandon deployments'],
  [holdLiftPermission.name, 'lift holds'],
  [versionRegisterPermission.name, 'register versions'],
  [versionQuarantinePermission.name, 'quarantine versions'],
  [auditReadPermission.name, 'read the audit trail'],
  [engineReadPermission.name, 'see the status of the engine'],
  [incidentWritePermission.name, 'report incidents'],
  [doraIngestPermission.name, 'send events to the delivery metrics'],
  [doraManagePermission.name, 'manage the delivery metrics'],
]);

/** Describes what a permission allows. The text completes "permission to …", for example `lift holds`. */
export function describePermission(name: string): string {
  return DESCRIPTIONS.get(name) ?? `use ${name}`;
}

/** The codes of the permissions that requests and commands need, as sentences that end with "here". */
const MISSING = new Map<string, Sentence>([
  [deploymentCreatePermission.name, say('permission_create')],
  [deploymentRollbackPermission.name, say('permission_roll_back')],
  [deploymentControlPermission.name, say('permission_control')],
  [deploymentApprovePermission.name, say('permission_approve')],
  [deploymentOverridePermission.name, say('permission_override')],
  [deploymentAbandonPermission.name, say('permission_abandon')],
]);

/**
 * Says that the reader lacks the permission of a request or a command.
 *
 * @param ask - principals who can do it instead; without any, the text names the permission, so that it can be requested
 */
export function sayMissingPermission(
  permission: string,
  ask: string[],
): Sentence[] {
  const sentence = MISSING.get(permission);
  if (!sentence) {
    throw new Error(`No request or command needs the permission ${permission}`);
  }
  return [
    sentence,
    ask.length > 0
      ? say('permission_ask', { anyOf: joinRefs(ask) })
      : say('permission_ask_operators', { permission }),
  ];
}
