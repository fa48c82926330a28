import { noneStuck, terminalIsFinal } from './rules/ending';
import {
  noStepTwice,
  oneKeyPerAttempt,
  sameKeySameBody,
} from './rules/effects';
import {
  fencesRise,
  oneActiveDeployment,
  portalKnowsWhatRuns,
} from './rules/serviceEnvironments';
import { auditComplete, eventsComplete, replayIsState } from './rules/records';
import { acknowledgedIsKept, oneClickOneCommand } from './rules/requests';
import type { Evidence } from './evidence';
import type { Rule, Violation } from './rule';

/** All promises that must hold whatever fails. */
export const RULES: readonly Rule[] = [
  noneStuck,
  terminalIsFinal,
  noStepTwice,
  oneKeyPerAttempt,
  sameKeySameBody,
  oneActiveDeployment,
  fencesRise,
  portalKnowsWhatRuns,
  eventsComplete,
  replayIsState,
  auditComplete,
  acknowledgedIsKept,
  oneClickOneCommand,
];

/** Result of one rule. */
export interface Verdict {
  rule: Rule;
  violations: Violation[];
}

/** Checks all rules. */
export function judge(evidence: Evidence): Verdict[] {
  return RULES.map(rule => ({ rule, violations: rule.check(evidence) }));
}
