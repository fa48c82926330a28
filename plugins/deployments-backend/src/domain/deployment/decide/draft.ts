import type { StepEffects } from '@slipway/backstage-plugin-deployments-node';
import { appendEvents } from '../appendEvents';
import type { EventBody } from '../events';
import { sameData, withoutUndefined } from '../plainData';
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
  let applied = 0;
  return {
    now: at,
    get state() {
      // Only when it is read, because no rule reads the state after the last event.
      const added = events.slice(applied);
      applied = events.length;
      current = appendEvents(current, added, { now: at, by }).state ?? current;
      return current;
    },
    get events() {
      return events;
    },
    add(event) {
      events.push(withoutUndefined(event));
    },
  };
}

/** Adds what a step changed in the environment, unless it is known already. */
export function addEffects(
  draft: Draft,
  effects: StepEffects | undefined,
): void {
  const { state } = draft;
  if (!effects) {
    return;
  }
  const { candidate, trafficWeight, baselineRetired } = effects;
  if (candidate && !sameData(candidate, state.candidate)) {
    draft.add({ type: 'candidateReady', candidate });
  }
  if (trafficWeight !== undefined && trafficWeight !== state.trafficWeight) {
    draft.add({ type: 'trafficShifted', weight: trafficWeight });
  }
  if (baselineRetired && !state.baselineRetired) {
    draft.add({ type: 'baselineRetired' });
  }
}
