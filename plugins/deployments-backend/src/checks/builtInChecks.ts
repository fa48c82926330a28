import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import { httpCheck } from './httpCheck';
import { targetCheck } from './targetCheck';

/** The providers of checks that come with the plugin. */
export function builtInChecks(): CheckProvider[] {
  return [describedAsWritten(httpCheck), describedAsWritten(targetCheck)];
}

/** As for step kinds: checks are kept as they are written, and described from that. */
export function describedAsWritten<TWith>(
  provider: CheckProvider<TWith>,
): CheckProvider {
  const erased = provider as unknown as CheckProvider;
  const findProblems = erased.findProblems?.bind(erased);
  const read: CheckProvider['describe'] = settings => {
    const parsed = erased.schema.safeParse(settings);
    return erased.describe(parsed.success ? parsed.data : settings);
  };
  return {
    id: provider.id,
    schema: erased.schema,
    separatesCandidate: settings => erased.separatesCandidate(settings),
    describe: read,
    ...(findProblems ? { findProblems } : {}),
    measure: request => erased.measure(request),
  };
}
