import type { Command } from './commands';
import type { DeploymentEvent, EventBody } from './events';
import { reduce } from './reduce/reduce';
import type { DeploymentState } from './state';

/** When a command was committed, in epoch milliseconds, and the person who sent it. */
export type Origin = Pick<Command, 'now'> & { by?: string };

/**
 * Adds sequence numbers and times to decided events and applies them to their state. Decisions, commits and tests all
 * number events with this function. All events of a command get its time, but never one before the last event, and
 * the person who sent the command.
 *
 * @param state - the state that the events were decided on; `undefined` for a request
 * @param applyEvent - the reducer of another release, for tests of upgrades
 */
export function appendEvents(
  state: DeploymentState | undefined,
  bodies: readonly EventBody[],
  { now, by }: Origin,
  applyEvent: typeof reduce = reduce,
): { state: DeploymentState | undefined; events: DeploymentEvent[] } {
  const events: DeploymentEvent[] = [];
  let after = state;
  for (const body of bodies) {
    const event: DeploymentEvent = {
      ...body,
      seq: (after?.seq ?? 0) + 1,
      at: Math.max(now, after?.at ?? now),
      ...(by === undefined ? {} : { by }),
    };
    after = applyEvent(after, event);
    events.push(event);
  }
  return { state: after, events };
}
