import type { TargetHandle } from '@slipway/backstage-plugin-deployments-node';
import type {
  Instance,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { say } from '../../domain/text/say';
import type { JsonObject } from '@backstage/types';
import { toPlainData } from '../longEffect';

/** The progress of a rollout between two calls, stored as the step's handle. Times are epoch milliseconds. */
export interface RolloutState {
  /** Absent if an earlier attempt deployed the candidate. */
  apply?: TargetHandle;
  /** Present once the candidate is ready. */
  candidate?: Instance;
  /** How many promotions of this attempt were acted on. */
  promotionsUsed: number;
  /** The shift of traffic in progress, if it takes longer than a call. */
  shift?: TargetHandle;
  /** When the traffic of the stage was reached; absent before and while it shifts. */
  since?: number;
  /** The state at the stage that the rollout leaves, to which a pause returns. Absent once traffic is being shifted. */
  left?: RolloutState;
  kept: KeptState;
}

/** What later attempts continue with. */
export interface KeptState {
  /** The index of the current stage; after the last one, all of the traffic follows. Absent before the first. */
  stage?: number;
  /** No previous version runs next to the candidate, so there is nothing to split traffic with. */
  baselineGone?: boolean;
  /** When the first stage's traffic was reached. */
  rampedAt?: number;
  /** When a person first had to decide about the current stage because its analysis was on hold. */
  heldAt?: number;
  /** The first explanation that person got for the hold. It keeps its figures, so that new ones are not an event. */
  heldBecause?: { reason: string; sentences?: Sentence[] };
  /** How the rollout got past its last analysis. Absent before that. `unproven`: because of a deadline or a time limit. */
  proof?: 'passed' | 'overruled' | 'unproven';
}

export function toHandle(state: RolloutState): JsonObject {
  return toPlainData(state);
}

/** Reads the state from a handle that `toHandle` created. */
export function readState(
  handle: JsonObject | undefined,
): RolloutState | undefined {
  return handle?.kept ? (handle as unknown as RolloutState) : undefined;
}

/** Reads what an earlier attempt kept. */
export function readKept(kept: JsonObject | undefined): KeptState {
  return (kept ?? {}) as KeptState;
}

/** Says that traffic is being shifted; without a weight, all of it. */
export function sayShift(
  weight: number | undefined,
  version: string,
): Sentence {
  return say('result_shifting_share', { version, weight: weight ?? 100 });
}
