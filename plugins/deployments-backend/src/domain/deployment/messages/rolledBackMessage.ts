import type { DeploymentState, RollbackState } from '../state';
import { serviceEnvironment } from './formatting';

/** Says what runs after a rollback, and whether its checks passed. */
export function rolledBackMessage(
  state: DeploymentState,
  rollback: RollbackState,
): string {
  if (!rollback.to) {
    return `${
      state.version.name
    } was stopped; nothing runs for ${serviceEnvironment(state)}.`;
  }
  return `${serviceEnvironment(state)} is running ${
    rollback.to.name
  } again; ${describeVerification(state, rollback)}.`;
}

function describeVerification(
  { snapshot }: DeploymentState,
  { steps }: RollbackState,
): string {
  const verify = steps.find(({ action }) => action === 'verify');
  // Without checks, the rollback only confirms that the version is running.
  if (!verify || Object.keys(snapshot?.checks ?? {}).length === 0) {
    return 'no check verified that it is healthy';
  }
  return verify.verdict === 'passed'
    ? 'its checks passed'
    : 'its checks could not determine whether it is healthy';
}
