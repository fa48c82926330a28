import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  DeploymentTarget,
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import { resolveServiceSettings } from '../config/services/resolveServiceSettings';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import type { ServiceEnvironmentRef } from '../domain/model/serviceEnvironment';
import type { Database } from '../persistence/database';
import { limitObservation } from './limitObservation';
import { nameStoredVersions } from './nameVersions';
import { callWithDeadline } from '../outbound/callWithDeadline';

export type Observed =
  | { result: 'observed'; observation: Observation }
  /** The target gave no usable response, or could not be asked. */
  | { result: 'unobserved'; message: string };

const OBSERVE_MS = 10_000;

/** Reads from the target what is running. Never throws, because a failed observation is a blocker, not an error. */
async function observeServiceEnvironment(
  target: DeploymentTarget,
  serviceEnvironment: ServiceEnvironment,
  { database, logger, renderer }: ObserveEntityDeps,
): Promise<Observed> {
  const { service } = serviceEnvironment;
  const { redact } = renderer;
  try {
    const reported = await callWithDeadline(OBSERVE_MS, signal =>
      target.observe({ ...serviceEnvironment, signal }),
    );
    const [observation] = await nameStoredVersions(database, [
      { service, observation: limitObservation(reported, redact) },
    ]);
    return { result: 'observed', observation };
  } catch (error) {
    const message = redact(
      error instanceof Error ? error.message : String(error),
    );
    logger.debug(
      `Observing ${service} in ${serviceEnvironment.environment.name} failed: ${message}`,
    );
    return { result: 'unobserved', message };
  }
}

export interface ObserveDeps {
  database: Pick<Database, 'knex'>;
  model: DeploymentsModel;
  registry: ProviderRegistry;
  catalog: CatalogService;
  auth: AuthService;
  renderer: Renderer;
  logger: LoggerService;
}

type ObserveEntityDeps = Pick<
  ObserveDeps,
  'database' | 'model' | 'registry' | 'renderer' | 'logger'
>;

/** Like {@link observeServiceEnvironment}, but looks up the service and the environment by name. Never throws. */
export async function observeService(
  deps: ObserveDeps,
  ref: ServiceEnvironmentRef,
): Promise<Observed> {
  const { catalog, auth, renderer } = deps;
  try {
    const entity = await catalog.getEntityByRef(ref.service, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    return await observeEntity(deps, ref, entity);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { result: 'unobserved', message: renderer.redact(message) };
  }
}

/** Like {@link observeService}, for an entity that was read from the catalog. */
export async function observeEntity(
  deps: ObserveEntityDeps,
  ref: ServiceEnvironmentRef,
  entity: Entity | undefined,
): Promise<Observed> {
  const resolved = resolveObserver(deps, ref, entity);
  return resolved.result === 'resolved'
    ? observeServiceEnvironment(
        resolved.target,
        resolved.serviceEnvironment,
        deps,
      )
    : { result: 'unobserved', message: resolved.message };
}

/** Returns the provider that reads what runs in an environment; `undefined` if no installed module provides it. */
export function findObserver(
  { targets }: Pick<ProviderRegistry, 'targets'>,
  environment: EnvironmentModel | undefined,
): DeploymentTarget | undefined {
  return (
    environment &&
    targets.get((environment.observe ?? environment.target).provider)
  );
}

/** Whom to ask what runs in a service environment, and with which settings; or why nobody can be asked. */
export function resolveObserver(
  { model, registry }: Pick<ObserveDeps, 'model' | 'registry'>,
  { service, environment: name }: ServiceEnvironmentRef,
  entity: Entity | undefined,
):
  | {
      result: 'resolved';
      target: DeploymentTarget;
      serviceEnvironment: ServiceEnvironment;
    }
  | { result: 'unresolved'; message: string } {
  const environment = model.environments.find(it => it.name === name);
  const target = findObserver(registry, environment);
  if (!environment || !target) {
    return {
      result: 'unresolved',
      message: `Environment '${name}' isn't configured any more, or no installed module provides its target`,
    };
  }
  if (!entity) {
    return {
      result: 'unresolved',
      message: `${service} is not in the catalog`,
    };
  }
  const { settings, refusals } = resolveServiceSettings(
    model,
    entity,
    environment,
    registry,
  ).observer;
  if (refusals.length > 0) {
    return { result: 'unresolved', message: refusals.join(' ') };
  }
  return {
    result: 'resolved',
    target,
    serviceEnvironment: {
      service,
      environment: { name, tier: environment.tier },
      settings,
    },
  };
}
