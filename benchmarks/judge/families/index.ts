import { COUNT_FAMILIES } from './counts';
import type { Family } from './family';
import { HELD_OUT_FAMILIES } from './heldOut';
import { LATENCY_FAMILIES } from './latencies';
import { LEVEL_FAMILIES } from './levels';

/** The families on which the judge's constants may be tuned. */
export const TUNED_FAMILIES: readonly Family[] = [
  ...COUNT_FAMILIES,
  ...LATENCY_FAMILIES,
  ...LEVEL_FAMILIES,
];

export const FAMILIES: readonly Family[] = [
  ...TUNED_FAMILIES,
  ...HELD_OUT_FAMILIES,
];
