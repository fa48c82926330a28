import type { Verdict } from '@slipway/backstage-plugin-deployments-common';
import { listStepsFor } from './stepGraph';
import type { DeploymentState } from './state';

/**
 * What the checks of a deployment say all in all. `passed` only if each of them passed, and at least one did;
 * `overridden` as soon as a person went on without one; without any check nobody measured anything: `inconclusive`.
 */
export function getVerification(state: DeploymentState): Verdict {
  const verdicts = listStepsFor(state)
    // What its `if` kept from running was not asked.
    .filter(
      ({ definition, state: step }) =>
        definition.skipped === undefined &&
        (definition.checks.length > 0 || step.verdict !== undefined),
    )
    .map(({ state: step }) => step.verdict);
  if (verdicts.includes('overridden')) {
    return 'overridden';
  }
  return verdicts.length > 0 && verdicts.every(verdict => verdict === 'passed')
    ? 'passed'
    : 'inconclusive';
}
