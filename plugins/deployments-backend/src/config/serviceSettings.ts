import type { Entity } from '@backstage/catalog-model';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { CheckModel, DeploymentsModel, EnvironmentModel } from './model';

/** The settings of a service in an environment, all layers laid over each other. */
export interface ResolvedSettings {
  target: { provider: string; settings: JsonObject };
  /** All checks of the model, as they are for this service here. */
  checks: Record<string, CheckModel>;
  /** Annotations that are not used, and why, one sentence each: for the plan's warnings. */
  problems: string[];
}

/**
 * Lays the service's config, then its annotations `slipway/<environment>.<key>`, over the environment's settings.
 * Annotations set only the keys that the environment lets them; one that the target refuses is left out and named in
 * `problems`. Never throws for what an entity says.
 */
export function resolveServiceSettings(
  model: DeploymentsModel,
  entity: Entity,
  environment: EnvironmentModel,
  target: DeploymentTarget,
): ResolvedSettings {
  throw new Error(
    `Not yet written (${model.environments.length} ${entity.kind} ${environment.name} ${target.id})`,
  );
}
