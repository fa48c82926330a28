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
