import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import type { AnalysisModel } from '../../domain/model/analysisModel';
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

/** Lists the capabilities that each metric of an analysis needs from the target. */
export function listAnalysisCapabilities(
  { sources }: Pick<AnalysisModel, 'sources'>,
  { checkProviders }: Pick<ProviderRegistry, 'checkProviders'>,
): { metric: string; needed: TargetCapability[] }[] {
  return Object.entries(sources).flatMap(([metric, source]) => {
    const reader = checkProviders.get(source.provider)?.analysis;
    const settings = reader && parseWithSchema(reader.schema, source.with);
    return settings?.success
      ? [{ metric, needed: reader?.requires?.(settings.data) ?? [] }]
      : [];
  });
}
