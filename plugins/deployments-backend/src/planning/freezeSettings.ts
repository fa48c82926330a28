import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { ResolvedSettings } from '../config/services/resolveServiceSettings';
import type { Snapshot } from '../domain/deployment/snapshot';
import { readDeployment } from '../persistence/repositories/deployments';
import { findLastSuccess } from '../persistence/repositories/deploymentsByServiceEnvironment';
import type { StoredServiceEnvironment } from '../domain/model/serviceEnvironment';
import { findFlagsAndQuarantine } from '../persistence/repositories/versions';
import type { PlannedVersion } from './plannedVersion';

/** What the frozen settings depend on. */
export interface FreezeContext {
  knex: Knex;
  serviceEnvironment: StoredServiceEnvironment;
  /** The current settings of the service in this environment. */
  settings: Pick<ResolvedSettings, 'target' | 'environmentSettings'>;
}

type Frozen = Pick<
  Snapshot,
  'target' | 'rollbackTarget' | 'rollbackTargetSettings'
>;

/**
 * Freezes the settings of a deployment and of its rollback target. A rollback restores a version together with the service's
 * settings of that time, because the version may not work with others. The environment's own settings (target, credentials,
 * capacity) are today's.
 */
export async function freezeSettings(
  context: FreezeContext,
  requested: Pick<
    PlannedVersion,
    'kind' | 'service' | 'environment' | 'version' | 'reverts'
  >,
): Promise<Frozen> {
  const { knex, settings } = context;
  const { provider } = settings.target;
  if (requested.kind === 'rollback') {
    const then = await findLastSuccess(
      knex,
      requested,
      requested.version.artifact,
      requested.reverts,
    );
    const serviceSettings = then?.snapshot?.target.serviceSettings;
    // A rollback has no rollback target, because it is not rolled back itself.
    return serviceSettings
      ? {
          target: {
            provider,
            settings: { ...settings.environmentSettings, ...serviceSettings },
            serviceSettings,
          },
        }
      : { target: settings.target };
  }
  return {
    target: settings.target,
    ...(await freezeRollbackTarget(context)),
  };
}

/** Returns the last known good version and its settings, unless it has been quarantined since. */
async function freezeRollbackTarget({
  knex,
  settings,
  serviceEnvironment,
}: FreezeContext): Promise<{
  rollbackTarget?: VersionSummary;
  rollbackTargetSettings?: JsonObject;
}> {
  const { lastKnownGood } = serviceEnvironment;
  if (!lastKnownGood) {
    return {};
  }
  const registered = await findFlagsAndQuarantine(
    knex,
    serviceEnvironment.service,
    lastKnownGood.version.id,
  );
  if (registered?.quarantined) {
    return {};
  }
  const good = await readDeployment(knex, lastKnownGood.deploymentId);
  const serviceSettings = good?.state.snapshot?.target.serviceSettings;
  return {
    rollbackTarget: lastKnownGood.version,
    ...(serviceSettings
      ? {
          rollbackTargetSettings: {
            ...settings.environmentSettings,
            ...serviceSettings,
          },
        }
      : {}),
  };
}
