import type { JsonObject } from '@backstage/types';
import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';

/**
 * Wraps a check provider so that its `describe` and `delayMs` accept settings as they are written in app-config, which is how checks
 * are stored. The wrapper parses them first. Settings that the provider's schema rejects are passed on unchanged.
 */
export function wrapCheckProvider<TWith>(
  provider: CheckProvider<TWith>,
): CheckProvider {
  const erased = provider as unknown as CheckProvider;
  const findProblems = erased.findProblems?.bind(erased);
  const escapeValue = erased.escapeValue?.bind(erased);
  const delayMs = erased.delayMs?.bind(erased);
  const requires = erased.requires?.bind(erased);
  const parse = (settings: JsonObject): JsonObject => {
    const read = parseWithSchema(erased.schema, settings);
    return read.success ? read.data : settings;
  };
  return {
    id: provider.id,
    schema: erased.schema,
    separatesCandidate: settings => erased.separatesCandidate(settings),
    describe: settings => erased.describe(parse(settings)),
    ...(findProblems ? { findProblems } : {}),
    ...(escapeValue ? { escapeValue } : {}),
    ...(delayMs ? { delayMs: settings => delayMs(parse(settings)) } : {}),
    ...(requires ? { requires } : {}),
    ...(erased.analysis ? { analysis: erased.analysis } : {}),
    measure: request => erased.measure(request),
  };
}
