import type { DeploymentState, RollbackState } from '../state';
import { capitalized } from './conflict';
import { sentence, serviceEnvironment } from '../../text/formatting';

const VERIFICATIONS = {
  passed: 'its checks passed',
  inconclusive: 'its checks could not determine whether it is healthy',
  unverified: 'no check verified that it is healthy',
} as const;

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
    ? `${serviceEnvironment(state)} is running ${rollback.to.name} again; ${
        VERIFICATIONS[findVerification(state, rollback)]
      }.`
    : `${state.version.name} was stopped; nothing runs for ${serviceEnvironment(
        state,
      )}.`;
}

/** The failure that led to the rollback, if any. The page says who asked for another rollback, so no message does. */
export function findFailure({
  cause,
  message,
}: RollbackState): string | undefined {
  return cause === 'failure' || cause === 'deadline'
    ? message || undefined
    : undefined;
}

/** Puts the failure before its consequence. */
function afterCause(rollback: RollbackState, consequence: string): string {
  const message = findFailure(rollback);
  if (message === undefined) {
    return consequence;
  }
  const isClause = !/[.!?…](\s|$)/.test(message);
  return isClause
    ? `${capitalized(message)}, so ${consequence}`
    : `${sentence(capitalized(message))} ${consequence}`;
}

/** Whether checks have shown that the version is healthy that runs after a rollback. `unverified`: there were none. */
export function findVerification(
  { snapshot }: DeploymentState,
  { steps }: RollbackState,
): keyof typeof VERIFICATIONS {
  const verify = steps.find(({ action }) => action === 'verify');
  // Without checks, the rollback only confirms that the version is running.
  if (!verify || Object.keys(snapshot?.checks ?? {}).length === 0) {
    return 'unverified';
  }
  return verify.verdict === 'passed' ? 'passed' : 'inconclusive';
}
