import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import { findObserver } from './observeServiceEnvironment';
import { canObserveMany } from './observeServices';

/**
 * Lists the environments in which services are observed before their first deployment: those whose provider reads many at
 * once. Such a provider reads a platform where services already run, and asking it for all services of the catalog costs few
 * requests. Any other provider, like the local target, is asked only about services that were deployed.
 */
export function listObservedBeforeDeployment(
  { environments }: Pick<DeploymentsModel, 'environments'>,
  registry: Pick<ProviderRegistry, 'targets'>,
): string[] {
  return environments
    .filter(environment => canObserveMany(findObserver(registry, environment)))
    .map(({ name }) => name);
}
