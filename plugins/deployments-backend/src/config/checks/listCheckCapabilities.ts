import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import type { CheckModel } from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';

/** Lists the capabilities that a check needs from the target; none if no installed module provides the check. */
export function listCheckCapabilities(
  check: Pick<CheckModel, 'provider' | 'with'>,
  { checkProviders }: Pick<ProviderRegistry, 'checkProviders'>,
): TargetCapability[] {
  const provider = checkProviders.get(check.provider);
  const settings = provider && parseWithSchema(provider.schema, check.with);
  return settings?.success ? provider?.requires?.(settings.data) ?? [] : [];
}
