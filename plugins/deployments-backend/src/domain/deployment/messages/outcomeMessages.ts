import { formatWeight } from '@slipway/backstage-plugin-deployments-common';
import { ERROR_CODES } from '../errorCodes';
import type { DeploymentState } from '../state';
import type { StepWithState } from '../stepGraph';
import { deriveVerification } from '../verification';
import { quote, serviceEnvironment, versionName } from '../../text/formatting';

/** Says why a step failed, as a clause or as sentences. A failed check says it all, so the step's title is left out. */
export function failureMessage(step: StepWithState): string {
  const { message } = step.state.error ?? {};
  return isFailedCheck(step) && message !== undefined
    ? message
    : `${quote(step.definition)} failed${message ? `: ${message}` : ''}`;
}

/** Whether the message of the step's error says which check failed, so that the step need not be named. */
export function isFailedCheck({ state }: StepWithState): boolean {
  const { code } = state.error ?? {};
  return (
    code === ERROR_CODES.checkFailed || code === ERROR_CODES.analysisFailed
  );
}

/** Describes what a failed deployment leaves behind, as a sentence. */
export function describeRemaining(state: DeploymentState): string {
  if (!state.mayHaveChanged) {
    return `Nothing changed for ${serviceEnvironment(state)}.`;
  }
  return keepsTraffic(state)
    ? `${versionName(state)} keeps ${formatWeight(
        state.trafficWeight,
      )} of the traffic of ${serviceEnvironment(state)}.`
    : `${serviceEnvironment(state)} stays as it is now.`;
}

/** Whether the candidate keeps a part of the traffic, next to the previous version. */
export function keepsTraffic(state: DeploymentState): boolean {
  return state.trafficWeight > 0 && !state.baselineRetired;
}

export function successMessage(state: DeploymentState): string {
  if (state.kind === 'remove') {
    return `${serviceEnvironment(state)} was removed.`;
  }
  const runs = `${serviceEnvironment(state)} is running ${versionName(state)}`;
  switch (deriveVerification(state)) {
    case 'passed':
      return `${runs}; its checks passed.`;
    case 'overridden':
      return `${runs}; a person continued without a passed check.`;
    default:
      return `${runs}; no check verified that it is healthy.`;
  }
}
