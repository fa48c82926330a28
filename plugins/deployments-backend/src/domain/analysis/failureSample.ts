import type { FailureSample } from '@slipway/backstage-plugin-deployments-node';

/** What showed why a check of the candidate failed, the last time it failed in an attempt of a step. */
export interface StoredFailureSample extends FailureSample {
  stepId: string;
  attempt: number;
  check: string;
  /** When the check failed, in epoch milliseconds. */
  at: number;
}
