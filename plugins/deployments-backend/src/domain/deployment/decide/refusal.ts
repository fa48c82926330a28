import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { toMessage } from '../../text/renderSentences';
import { say } from '../../text/say';
import type { PersonCommand, Refused } from '../commands';
import type { DeploymentState } from '../state';

/** Why a command is refused; `undefined` if it is accepted. */
export type Refusal = Refused | undefined;

/** Refuses a command by a code. */
export function refuseBy(sentence: Sentence): Refused {
  return toMessage([sentence]);
}

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
    : {
        message: `Give a reason to ${action}. It is recorded with the deployment.`,
      };
}

/** Refuses a command unless the golden path's steps are in progress. `action`: what can't be done with the deployment. */
export function refuseOffPath(
  state: DeploymentState,
  action: 'cancel' | 'change' | 'pause' | 'promote' | 'roll_back',
): Refusal {
  // A queued deployment can be cancelled.
  if (state.status === 'queued' && action !== 'cancel') {
    return refuseBy(say(`refused_${action}_queued`));
  }
  if (state.status === 'rolling_back') {
    return refuseBy(say(`refused_${action}_rolling_back`));
  }
  if (state.stopping) {
    return refuseBy(say(`refused_${action}_stopping`));
  }
  return undefined;
}
