import type { Family, Look } from '../families/family';

/** Follows one metric during one rollout. */
interface Monitor {
  /** Returns how strongly the rule speaks for harm at this look; -Infinity if it says nothing. */
  observe(look: Look, index: number): number;
  /** Whether the rule says now that the candidate is not worse by what matters. Absent if the rule never says that. */
  hasPassed?(): boolean;
}

/** A rule that rolls back as soon as a metric's score exceeds a limit. */
export interface Rule {
  name: string;
  /** The limit as the rule is used, for a rollout with so many metrics. */
  limit(metrics: number): number;
  start(family: Family): Monitor;
}
