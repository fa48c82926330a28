import type { Command } from './commands';
import type { DeploymentEvent, EventBody } from './events';
import { evolve } from './evolve/evolve';
import type { DeploymentState } from './state';

/** When a command was committed, in epoch milliseconds, and whose it was. */
export type Origin = Pick<Command, 'now'> & { by?: string };

/**
 * Numbers and dates decided events and applies them to the state that they were decided on: the one way in which events
 * get their number, for decisions, the engine's commits and the tests. All events of a command have its time, which is
 * never before the last event, and the person whose command it was.
 *
 * @param state - what they were decided on; `undefined` for a request
 * @param reduce - another reducer than this release's, in tests of upgrades
 */
export function appendEvents(
  state: DeploymentState | undefined,
  bodies: readonly EventBody[],
  { now, by }: Origin,
  reduce: typeof evolve = evolve,
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
    after = reduce(after, event);
    events.push(event);
  }
  return { state: after, events };
}
