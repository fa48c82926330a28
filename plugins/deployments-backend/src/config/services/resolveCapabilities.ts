import type { Entity } from '@backstage/catalog-model';
import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../../domain/model/deploymentsModel';
import { getCapabilities } from '../environments/getCapabilities';
import type { ProviderRegistry } from '../schema/providerRegistry';
import { resolveServiceSettings } from './resolveServiceSettings';

/** Returns what an environment's target can do with the settings of a service. */
export function resolveCapabilities(
  {
    model,
    providers,
  }: {
    model: Pick<DeploymentsModel, 'services' | 'checks'>;
    providers: Pick<ProviderRegistry, 'targets'>;
  },
  entity: Entity,
  environment: EnvironmentModel,
): TargetCapability[] {
  const { provider, settings } = resolveServiceSettings(
    model,
    entity,
    environment,
    providers,
  ).target;
  return getCapabilities(providers.targets.get(provider), settings);
}
