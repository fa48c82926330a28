import { CLASSICAL_RULE, DISTRIBUTION_RULE } from './intervalRule';
import type { Rule } from './rule';
import { createThresholdRule } from './thresholdRule';

export const PEERS: readonly Rule[] = [
  createThresholdRule('threshold', 1),
  createThresholdRule('threshold-3', 3),
  CLASSICAL_RULE,
  DISTRIBUTION_RULE,
];
