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

/**
 * Decides and folds a command of the engine itself, which must not be refused. `earlier` events belong to the same
 * commit.
 */
export function foldDecided(
  reducer: Reducer,
  before: DeploymentState | undefined,
  command: Command,
  earlier: { events: DeploymentEvent[] } = { events: [] },
): Folded {
  const decided = decide(before, command);
  if (decided.result === 'refused') {
    throw new Error(`${command.type} was refused: ${decided.message}`);
  }
  if (before && decided.events.length === 0) {
    return { state: before, events: earlier.events };
  }
  const folded = fold(reducer, { before, bodies: decided.events, command });
  return { ...folded, events: [...earlier.events, ...folded.events] };
}

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
export function addFollowUp(
  reducer: Reducer,
  folded: Folded,
  now: number,
  followUp: CommitFollowUp | undefined,
): Folded {
  let { state } = folded;
  const events = [...folded.events];
  for (const command of followUp?.recordIntent(state, now) ?? []) {
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
