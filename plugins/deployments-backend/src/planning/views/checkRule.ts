import type { CheckRule } from '@slipway/backstage-plugin-deployments-common';
import { describeThreshold } from '../../domain/analysis/threshold';
import type { CheckModel } from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';

/** A check's rule in words and units. */
export function toCheckRuleView(
  check: CheckModel,
  providers: Pick<ProviderRegistry, 'checkProviders'>,
): CheckRule {
  // A frozen check may name a provider that is no longer installed, or that takes other settings by now.
  const provider = providers.checkProviders.get(check.provider);
  const settings = provider?.schema.safeParse(check.with);
  const said = settings?.success
    ? provider?.describe(settings.data)
    : undefined;
  return {
    name: check.name,
    provider: check.provider,
    measure: said?.measure,
    subject: said?.subject,
    condition: [said?.condition, describeThreshold(check.passes, said?.unit)]
      .filter(Boolean)
      .join(' and '),
    unit: said?.unit,
    threshold: check.passes,
    everyMs: check.everyMs,
    afterMs: check.afterMs,
    failForMs: check.failForMs,
    tolerateErrors: check.tolerateErrors,
    noData: check.noData,
    minSamples: check.minSamples,
  };
}
