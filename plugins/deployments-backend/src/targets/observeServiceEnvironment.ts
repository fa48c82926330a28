import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  DeploymentTarget,
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import { resolveServiceSettings } from '../config/services/resolveServiceSettings';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import type { ServiceEnvironmentRef } from '../domain/model/serviceEnvironment';

export type Observed =
  | { result: 'observed'; observation: Observation }
  /** The target gave no usable response, or could not be asked. */
  | { result: 'unobserved'; message: string };

const OBSERVE_MS = 10_000;

/** Reads from the target what is running. Never throws, because a failed observation is a blocker, not an error. */
export async function observeServiceEnvironment(
  target: DeploymentTarget,
  serviceEnvironment: ServiceEnvironment,
  logger: LoggerService,
  redact: (text: string) => string,
): Promise<Observed> {
  const signal = AbortSignal.timeout(OBSERVE_MS);
  try {
    const observation = await Promise.race([
      target.observe({ ...serviceEnvironment, signal }),
      new Promise<never>((_resolve, reject) =>
        signal.addEventListener('abort', () =>
          reject(new Error(`no response within ${formatDuration(OBSERVE_MS)}`)),
        ),
      ),
    ]);
    return { result: 'observed', observation };
  } catch (error) {
    const message = redact(
      error instanceof Error ? error.message : String(error),
    );
    logger.debug(
      `Observing ${serviceEnvironment.service} in ${serviceEnvironment.environment.name} failed: ${message}`,
    );
    return { result: 'unobserved', message };
  }
}

export interface ObserveDeps {
  model: DeploymentsModel;
  registry: ProviderRegistry;
  catalog: CatalogService;
  auth: AuthService;
  renderer: Renderer;
  logger: LoggerService;
}

/** Like {@link observeServiceEnvironment}, but looks up the service and the environment by name. Never throws. */
export async function observeService(
  deps: ObserveDeps,
  { service, environment: name }: ServiceEnvironmentRef,
): Promise<Observed> {
  const { model, registry, catalog, auth, renderer, logger } = deps;
  const environment = model.environments.find(it => it.name === name);
  const target =
    environment && registry.targets.get(environment.target.provider);
  if (!environment || !target) {
    return {
      result: 'unobserved',
      message: `Environment '${name}' isn't configured any more, or no installed module provides its target`,
    };
  }
  try {
    const entity = await catalog.getEntityByRef(service, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (!entity) {
      return {
        result: 'unobserved',
        message: `${service} is not in the catalog`,
      };
    }
    const { settings } = resolveServiceSettings(
      model,
      entity,
      environment,
      target,
    ).target;
    return await observeServiceEnvironment(
      target,
      { service, environment: { name, tier: environment.tier }, settings },
      logger,
      renderer.redact,
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { result: 'unobserved', message: renderer.redact(message) };
  }
}
