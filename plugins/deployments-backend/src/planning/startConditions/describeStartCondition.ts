import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import type { StartConditionModel } from '../../domain/model/deploymentsModel';

/** Describes a condition as it is written, with its templates, so that the text contains no secret. */
export function describeStartCondition(
  {
    startConditionProviders,
  }: Pick<ProviderRegistry, 'startConditionProviders'>,
  { provider: id, with: written }: StartConditionModel,
): string {
  const provider = startConditionProviders.get(id);
  if (!provider) {
    return id;
  }
  const settings = parseWithSchema(provider.schema, written);
  return settings.success ? provider.describe(settings.data) : id;
}
