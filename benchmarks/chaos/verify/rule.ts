import type { Evidence } from './evidence';

/** A fact that breaks a rule. */
export interface Violation {
  /** What is wrong, with the ids that it is about. */
  message: string;
}

/** A promise of the engine that can be checked from outside. */
export interface Rule {
  /** Names the rule in reports. */
  id: string;
  /** The promise, as a sentence. */
  says: string;
  /** Finds what breaks the promise; empty if nothing does. */
  check(evidence: Evidence): Violation[];
}
