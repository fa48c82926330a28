import { anyoneStuck, terminalIsFinal } from './rules/ending';
import {
  noStepTwice,
  oneKeyPerAttempt,
  sameKeySameBody,
} from './rules/effects';
import {
  fencesRise,
  onePerServiceEnvironment,
  portalKnowsWhatRuns,
} from './rules/places';
import { auditComplete, eventsComplete, replayIsState } from './rules/records';
import { acknowledgedIsKept, oneClickOneCommand } from './rules/requests';
import type { Evidence } from './evidence';

/** One fact that must not be. */
export interface Violation {
  /** What is wrong, with the ids that it is about. */
  message: string;
}

export interface Rule {
  id: string;
  /** What must hold, as a sentence. */
  says: string;
  check(evidence: Evidence): Violation[];
}

/** What must hold whatever happens, each looked at from the outside. */
export const RULES: readonly Rule[] = [
  anyoneStuck,
  terminalIsFinal,
  noStepTwice,
  oneKeyPerAttempt,
  sameKeySameBody,
  onePerServiceEnvironment,
  fencesRise,
  portalKnowsWhatRuns,
  eventsComplete,
  replayIsState,
  auditComplete,
  acknowledgedIsKept,
  oneClickOneCommand,
];

export interface Verdict {
  rule: Rule;
  violations: Violation[];
}

export function judge(evidence: Evidence): Verdict[] {
  return RULES.map(rule => ({ rule, violations: rule.check(evidence) }));
}
