import { evolve } from './evolve';
import type { DeploymentEvent, EventBody } from './events';
import { withoutUndefined } from './plainData';
import type { DeploymentState } from './state';

/**
 * A decision in the making: what has been decided so far, and the state that it leads to, so that each rule looks at
 * what the rules before it decided.
 */
export interface Draft {
  /** Epoch milliseconds; never before the last event. */
  readonly now: number;
  readonly state: DeploymentState;
  readonly events: readonly EventBody[];
  add(event: EventBody): void;
}

export function draftFrom(
  state: DeploymentState,
  now: number,
  by?: string,
): Draft {
  const at = Math.max(now, state.at);
  const events: EventBody[] = [];
  let current = state;
  return {
    now: at,
    get state() {
      return current;
    },
    get events() {
      return events;
    },
    add(event) {
      const body = withoutUndefined(event);
      events.push(body);
      current = evolve(current, {
        ...body,
        seq: current.seq + 1,
        at,
        ...(by === undefined ? {} : { by }),
      });
    },
  };
}

/**
 * Numbers decided events for the log. All events of one decision have its time, and the person whose command it was.
 *
 * @param state - the state that they were decided on; `undefined` for a request
 * @param at - epoch milliseconds of the committing transaction
 */
export function numberEvents(
  state: DeploymentState | undefined,
  events: readonly EventBody[],
  at: number,
  by?: string,
): DeploymentEvent[] {
  const first = (state?.seq ?? 0) + 1;
  return events.map((event, index) => ({
    ...event,
    seq: first + index,
    at: Math.max(at, state?.at ?? at),
    ...(by === undefined ? {} : { by }),
  }));
}
