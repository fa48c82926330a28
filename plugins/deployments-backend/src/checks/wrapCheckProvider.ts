import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import { parseWithSchema } from '../config/schema/parseWithSchema';

/**
 * Wraps a check provider so that its `describe` accepts settings as they are written in app-config, which is how checks
 * are stored. The wrapper parses them first. Settings that the provider's schema rejects are passed on unchanged.
 */
export function wrapCheckProvider<TWith>(
  provider: CheckProvider<TWith>,
): CheckProvider {
  const erased = provider as unknown as CheckProvider;
  const findProblems = erased.findProblems?.bind(erased);
  const describe: CheckProvider['describe'] = settings => {
    const read = parseWithSchema(erased.schema, settings);
    return erased.describe(read.success ? read.data : settings);
  };
  return {
    id: provider.id,
    schema: erased.schema,
    separatesCandidate: settings => erased.separatesCandidate(settings),
    describe,
    ...(findProblems ? { findProblems } : {}),
    measure: request => erased.measure(request),
  };
}
