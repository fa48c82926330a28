import { appendEvents } from '../appendEvents';
import type { EventBody } from '../events';
import { withoutUndefined } from '../plainData';
import type { DeploymentState } from '../state';

/** The events decided so far for one command, and the state after them. So each rule sees what earlier rules decided. */
export interface Draft {
  /** Epoch milliseconds; never before the last event. */
  readonly now: number;
  readonly state: DeploymentState;
  readonly events: readonly EventBody[];
  add(event: EventBody): void;
}

/**
 * Starts a draft.
 *
 * @param by - the person who sent the command
 */
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
      current = appendEvents(current, [body], { now: at, by }).state ?? current;
    },
  };
}
