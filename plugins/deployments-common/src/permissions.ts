import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of permissions that concern a service in an environment; rules: owner of the service, environment,
 * tier.
 *
 * @public
 */
export const RESOURCE_TYPE_DEPLOYMENT = 'slipway-deployment';

/** See deployments, environments, versions, plans, measurements and logs.
 * @public */
export const deploymentReadPermission = createPermission({
  name: 'deployments.deployment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Request a deployment of kind `deploy`, `restart` or `remove`.
 * @public */
export const deploymentCreatePermission = createPermission({
  name: 'deployments.deployment.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Roll back a finished deployment, or one under way.
 * @public */
export const deploymentRollbackPermission = createPermission({
  name: 'deployments.deployment.rollback',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Pause, resume, cancel, retry and decide.
 * @public */
export const deploymentControlPermission = createPermission({
  name: 'deployments.deployment.control',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Approve or reject. Who counts as an approver is decided by policy, whatever this permission says.
 * @public */
export const deploymentApprovePermission = createPermission({
  name: 'deployments.deployment.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Start in spite of overridable blockers, skip a check, take over with a hotfix, resolve drift.
 * @public */
export const deploymentOverridePermission = createPermission({
  name: 'deployments.deployment.override',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Lift a hold. Apart from overriding: whether the cause of a hold is gone, a service's owners know best.
 * @public */
export const holdLiftPermission = createPermission({
  name: 'deployments.hold.lift',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Free an environment whose last effect has an unknown outcome.
 * @public */
export const deploymentAbandonPermission = createPermission({
  name: 'deployments.deployment.abandon',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Register versions (CI).
 * @public */
export const versionRegisterPermission = createPermission({
  name: 'deployments.version.register',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Quarantine a version, or lift the quarantine.
 * @public */
export const versionQuarantinePermission = createPermission({
  name: 'deployments.version.quarantine',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Read the audit trail.
 * @public */
export const auditReadPermission = createPermission({
  name: 'deployments.audit.read',
  attributes: { action: 'read' },
});

/** See the engine's health.
 * @public */
export const engineReadPermission = createPermission({
  name: 'deployments.engine.read',
  attributes: { action: 'read' },
});

/** Open and resolve incidents of a service, and say which deployments caused or fixed them.
 * @public */
export const incidentWritePermission = createPermission({
  name: 'deployments.incident.write',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DEPLOYMENT,
});

/** Tell of deployments, changes and incidents of other pipelines (CI, tools).
 * @public */
export const doraIngestPermission = createPermission({
  name: 'deployments.dora.ingest',
  attributes: { action: 'create' },
});

/** See what other pipelines told and could not be used, and take it in again.
 * @public */
export const doraManagePermission = createPermission({
  name: 'deployments.dora.manage',
  attributes: { action: 'update' },
});

/** @public */
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
