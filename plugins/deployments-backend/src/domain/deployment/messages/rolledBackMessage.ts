import type { DeploymentState, RollbackState } from '../state';
import { capitalized } from './conflict';
import { sentence, serviceEnvironment } from './formatting';

/** Says what failed, what runs after the rollback, and whether its checks passed. */
export function rolledBackMessage(
  state: DeploymentState,
  rollback: RollbackState,
): string {
  return afterCause(rollback, describeRestored(state, rollback));
}

/** Says what runs after a rollback, and whether its checks passed. */
export function describeRestored(
  state: DeploymentState,
  rollback: RollbackState,
): string {
  return rollback.to
    ? `${serviceEnvironment(state)} is running ${
        rollback.to.name
      } again; ${describeVerification(state, rollback)}.`
    : `${state.version.name} was stopped; nothing runs for ${serviceEnvironment(
        state,
      )}.`;
}

/** Puts the failure before its consequence. The page says who asked for a rollback, so only failures are named here. */
function afterCause(
  { cause, message }: RollbackState,
  consequence: string,
): string {
  if ((cause !== 'failure' && cause !== 'deadline') || !message) {
    return consequence;
  }
  const isClause = !/[.!?…](\s|$)/.test(message);
  return isClause
    ? `${capitalized(message)}, so ${consequence}`
    : `${sentence(capitalized(message))} ${consequence}`;
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
