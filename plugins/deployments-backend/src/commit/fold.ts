import { appendEvents } from '../domain/deployment/appendEvents';
import type { Command } from '../domain/deployment/commands';
import { decide } from '../domain/deployment/decide/decide';
import type { DeploymentEvent, EventBody } from '../domain/deployment/events';
import type { DeploymentState } from '../domain/deployment/state';
import type { CommitFollowUp } from './commitFollowUp';
import type { Reducer } from './reducer';

/** The events of one commit and the resulting state. */
export interface Folded {
  state: DeploymentState;
  events: DeploymentEvent[];
}

/** Numbers the events of a command and folds them into the state. */
export function fold(
  { reduce }: Reducer,
  {
    before,
    bodies,
    command,
  }: {
    before: DeploymentState | undefined;
    bodies: EventBody[];
    command: Command;
  },
): Folded {
  const { state, events } = appendEvents(before, bodies, command, reduce);
  if (!state) {
    throw new Error(`Command ${command.type} made no deployment`);
  }
  return { state, events };
}

/** Adds the intents of the effects that can start in the resulting state. */
export function addIntents(
  reducer: Reducer,
  folded: Folded,
  now: number,
  followUp: CommitFollowUp | undefined,
): Folded {
  let { state } = folded;
  const events = [...folded.events];
  for (const command of followUp?.listIntents(state, now) ?? []) {
    const decided = decide(state, command);
    if (decided.result === 'events' && decided.events.length > 0) {
      const more = fold(reducer, {
        before: state,
        bodies: decided.events,
        command,
      });
      state = more.state;
      events.push(...more.events);
    }
  }
  return { state, events };
}
