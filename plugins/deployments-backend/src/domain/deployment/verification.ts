import type { Verdict } from '@slipway/backstage-plugin-deployments-common';
import { listSteps } from './stepGraph';
import type { DeploymentState } from './state';

/**
 * The overall verdict of a deployment's checks: `passed` if there is at least one and all passed, `overridden` if a
 * person continued without one, otherwise `inconclusive`.
 */
export function deriveVerification(state: DeploymentState): Verdict {
  const verdicts = listSteps(state)
    // A step that its `if` skipped measured nothing.
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
