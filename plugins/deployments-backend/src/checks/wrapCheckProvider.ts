import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';

/**
 * Lets a check provider describe settings as the configuration writes them, because checks are stored like that. Settings
 * that the provider's schema rejects are passed on unchanged.
 */
export function describeCheckAsWritten<TWith>(
  provider: CheckProvider<TWith>,
): CheckProvider {
  const erased = provider as unknown as CheckProvider;
  const findProblems = erased.findProblems?.bind(erased);
  const describe: CheckProvider['describe'] = settings => {
    const read = erased.schema.safeParse(settings);
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
