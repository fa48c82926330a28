import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { EnvironmentModel } from '../domain/model/deploymentsModel';
import type { ResolvedSettings } from '../config/services/resolveServiceSettings';
import type { Snapshot } from '../domain/deployment/snapshot';
import { readDeployment } from '../persistence/repositories/deployments';
import { findLastSuccess } from '../persistence/repositories/deploymentsByServiceEnvironment';
import type { StoredServiceEnvironment } from '../domain/model/serviceEnvironment';
import { findMarks } from '../persistence/repositories/versions';
import type { PlannedVersion } from './planSubject';

/** What settings are frozen for: a request or a queued deployment, and the environment as it is configured today. */
export interface FreezeContext {
  knex: Knex;
  environment: EnvironmentModel;
  serviceEnvironment: StoredServiceEnvironment;
  /** Of the service here, as they are today. */
  settings: Pick<ResolvedSettings, 'target'>;
}

type Frozen = Pick<
  Snapshot,
  'target' | 'rollbackTarget' | 'rollbackTargetSettings'
>;

/**
 * The settings of a deployment and of its way back. What goes back to a version takes the service's settings of then:
 * the version may not work with others. What the environment sets stays today's: target, credentials, capacity.
 */
export async function freezeSettings(
  context: FreezeContext,
  requested: Pick<
    PlannedVersion,
    'kind' | 'service' | 'environment' | 'version' | 'reverts'
  >,
): Promise<Frozen> {
  const { knex, environment, settings } = context;
  const { provider } = settings.target;
  if (requested.kind === 'rollback') {
    const then = await findLastSuccess(
      knex,
      requested,
      requested.version.artifact,
      requested.reverts,
    );
    const serviceSettings = then?.snapshot?.target.serviceSettings;
    // A rollback is not rolled back itself.
    return serviceSettings
      ? {
          target: {
            provider,
            settings: { ...environment.target.settings, ...serviceSettings },
            serviceSettings,
          },
        }
      : { target: settings.target };
  }
  return {
    target: settings.target,
    ...(await rollbackStrategy(context)),
  };
}

/** What is not known to be good is no target of a rollback, nor is what somebody put in quarantine since. */
async function rollbackStrategy({
  knex,
  environment,
  serviceEnvironment,
}: FreezeContext): Promise<{
  rollbackTarget?: VersionSummary;
  rollbackTargetSettings?: JsonObject;
}> {
  const { lastKnownGood } = serviceEnvironment;
  if (!lastKnownGood) {
    return {};
  }
  const marks = await findMarks(
    knex,
    serviceEnvironment.service,
    lastKnownGood.version.id,
  );
  if (marks?.quarantined) {
    return {};
  }
  const good = await readDeployment(knex, lastKnownGood.deploymentId);
  const serviceSettings = good?.state.snapshot?.target.serviceSettings;
  return {
    rollbackTarget: lastKnownGood.version,
    ...(serviceSettings
      ? {
          rollbackTargetSettings: {
            ...environment.target.settings,
            ...serviceSettings,
          },
        }
      : {}),
  };
}
