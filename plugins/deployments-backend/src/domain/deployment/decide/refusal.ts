import type { PersonCommand } from '../commands';
import type { DeploymentState } from '../state';

/** Why a command is refused and what to do instead, as sentences; `undefined` if it is accepted. */
export type Refusal = string | undefined;

/** The person's command of one type. */
export type CommandOf<T extends PersonCommand['type']> = PersonCommand & {
  type: T;
};

/** Whether a text has a character that people can see. Spaces, controls and zero-width characters are none. */
export function hasVisibleText(text: string | undefined): boolean {
  return /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text ?? '');
}

/** Refuses a command that needs a reason and has none. `action` completes "Give a reason to …". */
export function refuseWithoutReason(
  command: PersonCommand,
  action: string,
): Refusal {
  return hasVisibleText(command.reason)
    ? undefined
    : `Give a reason to ${action}. It is recorded with the deployment.`;
}

/** Refuses a command unless the golden path's steps are in progress. `done` completes "it can't be …". */
export function refuseOffPath(state: DeploymentState, done: string): Refusal {
  if (state.status === 'queued') {
    return `The deployment hasn't started yet, so it can't be ${done}. You can cancel it.`;
  }
  if (state.status === 'rolling_back') {
    return `The deployment is being rolled back, and a rollback can't be ${done}. Wait until it has ended.`;
  }
  if (state.stopping) {
    return `The deployment is stopping, so it can't be ${done} any more. It ends as soon as its running steps have stopped.`;
  }
  return undefined;
}
