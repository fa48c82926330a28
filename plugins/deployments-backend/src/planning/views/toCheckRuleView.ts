import type { CheckRule } from '@slipway/backstage-plugin-deployments-common';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { describeThreshold } from '../../domain/analysis/threshold';
import type { CheckModel } from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';

/** Converts a check to its API representation, with its rule in words and units. */
export function toCheckRuleView(
  check: CheckModel,
  providers: Pick<ProviderRegistry, 'checkProviders'>,
): CheckRule {
  // A frozen check may name a provider that is no longer installed, or whose settings have changed.
  const provider = providers.checkProviders.get(check.provider);
  const settings = provider && parseWithSchema(provider.schema, check.with);
  const description = settings?.success
    ? provider?.describe(settings.data)
    : undefined;
  return {
    name: check.name,
    provider: check.provider,
    measure: description?.measure,
    measurementTarget: description?.measurementTarget,
    condition: [
      description?.condition,
      describeThreshold(check.passes, description?.unit),
    ]
      .filter(Boolean)
      .join(' and '),
    unit: description?.unit,
    threshold: check.passes,
    everyMs: check.everyMs,
    afterMs: check.afterMs,
    failForMs: check.failForMs,
    tolerateErrors: check.tolerateErrors,
    noData: check.noData,
    minSamples: check.minSamples,
  };
}
