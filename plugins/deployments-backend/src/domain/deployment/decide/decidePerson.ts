import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { PersonCommand } from '../commands';
import type { DeploymentState } from '../state';
import { approve, reject } from './decideApproval';
import { decideChoice, promote, retryStep, skipStep } from './decideChoice';
import {
  abandon,
  cancel,
  override,
  pause,
  resume,
  rollBackManually,
} from './decideIntervention';
import type { Draft } from './draft';
import { say } from '../../text/say';
import { refuseBy, type Refusal } from './refusal';

/** Adds the events of a person's command to the draft, or returns why the command is refused. */
export function decidePerson(draft: Draft, command: PersonCommand): Refusal {
  const { state } = draft;
  if (isTerminal(state.status)) {
    return refuseBy(
      say(
        command.type === 'rollback'
          ? 'refused_ended_roll_back'
          : 'refused_ended',
      ),
    );
  }
  if (isOutdated(state, command)) {
    return refuseBy(say('refused_outdated'));
  }
  switch (command.type) {
    case 'approve':
      return approve(draft, command);
    case 'reject':
      return reject(draft, command);
    case 'override':
      return override(draft, command);
    case 'pause':
      return pause(draft, command);
    case 'resume':
      return resume(draft);
    case 'cancel':
      return cancel(draft, command);
    case 'rollback':
      return rollBackManually(draft, command);
    case 'retryStep':
      return retryStep(draft, command);
    case 'skipStep':
      return skipStep(draft, command);
    case 'decide':
      return decideChoice(draft, command);
    case 'abandon':
      return abandon(draft, command);
    case 'promote':
      return promote(draft, command);
    default: {
      const unknown: never = command;
      throw new Error(`Unknown command: ${JSON.stringify(unknown)}`);
    }
  }
}

/**
 * Whether the state that a person saw has changed since. Progress of a running step doesn't count, because a check reports
 * progress every few seconds and would make every decision outdated. Pausing and resuming mean the same in any state.
 */
function isOutdated(
  { seq, changedSeq }: DeploymentState,
  { type, expectedSeq }: PersonCommand,
): boolean {
  return (
    expectedSeq !== undefined &&
    type !== 'pause' &&
    type !== 'resume' &&
    (expectedSeq < changedSeq || expectedSeq > seq)
  );
}
