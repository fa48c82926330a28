import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of permissions for a service in an environment. Its rules check the service's owner, the environment
 * and the tier.
 *
 * @public
 */
export const RESOURCE_TYPE_DEPLOYMENT = 'slipway-deployment';

/**
 * See deployments, environments, versions, plans, measurements and logs.
 *
 * @public
 */
export const deploymentReadPermission = createPermission({
  name: 'deployments.deployment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Request a deployment of kind `deploy`, `restart` or `remove`.
 *
 * @public
 */
export const deploymentCreatePermission = createPermission({
  name: 'deployments.deployment.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Roll back a finished or running deployment.
 *
 * @public
 */
export const deploymentRollbackPermission = createPermission({
  name: 'deployments.deployment.rollback',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Pause, resume, cancel or retry a deployment, or decide how it continues.
 *
 * @public
 */
export const deploymentControlPermission = createPermission({
  name: 'deployments.deployment.control',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Approve or reject. The approval rules decide who counts as an approver, regardless of this permission.
 *
 * @public
 */
export const deploymentApprovePermission = createPermission({
  name: 'deployments.deployment.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Start despite overridable blockers, skip a check, take over with a hotfix, or resolve drift.
 *
 * @public
 */
export const deploymentOverridePermission = createPermission({
  name: 'deployments.deployment.override',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Lift a hold. Separate from overriding, because a service's owners know best whether the cause of a hold is gone.
 *
 * @public
 */
export const holdLiftPermission = createPermission({
  name: 'deployments.hold.lift',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Release an environment whose last effect has an unknown outcome.
 *
 * @public
 */
export const deploymentAbandonPermission = createPermission({
  name: 'deployments.deployment.abandon',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Register versions, e.g. from CI.
 *
 * @public
 */
export const versionRegisterPermission = createPermission({
  name: 'deployments.version.register',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Quarantine a version, or lift the quarantine.
 *
 * @public
 */
export const versionQuarantinePermission = createPermission({
  name: 'deployments.version.quarantine',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Read the audit trail.
 *
 * @public
 */
export const auditReadPermission = createPermission({
  name: 'deployments.audit.read',
  attributes: { action: 'read' },
});

/**
 * See the engine's health.
 *
 * @public
 */
export const engineReadPermission = createPermission({
  name: 'deployments.engine.read',
  attributes: { action: 'read' },
});

/**
 * Open and resolve incidents of a service, and link the deployments that caused or fixed them.
 *
 * @public
 */
export const incidentWritePermission = createPermission({
  name: 'deployments.incident.write',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/**
 * Report deployments, changes and incidents from other pipelines.
 *
 * @public
 */
export const doraIngestPermission = createPermission({
  name: 'deployments.dora.ingest',
  attributes: { action: 'create' },
});

/**
 * See rejected and unmapped events from other pipelines, and reprocess them.
 *
 * @public
 */
export const doraManagePermission = createPermission({
  name: 'deployments.dora.manage',
  attributes: { action: 'update' },
});

/**
 * All permissions of the deployments plugin.
 *
 * @public
 */
export const deploymentsPermissions = [
  deploymentReadPermission,
  deploymentCreatePermission,
  deploymentRollbackPermission,
  deploymentControlPermission,
  deploymentApprovePermission,
  deploymentOverridePermission,
  holdLiftPermission,
  deploymentAbandonPermission,
  versionRegisterPermission,
  versionQuarantinePermission,
  auditReadPermission,
  engineReadPermission,
  incidentWritePermission,
  doraIngestPermission,
  doraManagePermission,
];
