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
  const verify = rollback.steps.find(({ action }) => action === 'verify');
  const healthy =
    verify?.verdict === 'passed'
      ? 'its checks passed'
      : 'its checks could not determine whether it is healthy';
  return `${serviceEnvironment(state)} is running ${rollback.to.name} again; ${
    verify ? healthy : 'no check verified it'
  }.`;
}
