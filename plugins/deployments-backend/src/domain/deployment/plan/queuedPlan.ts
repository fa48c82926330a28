import type { Snapshot } from '../snapshot';

/** The latest plan of a queued deployment. */
export interface QueuedPlan {
  /** When it was built, in epoch milliseconds. */
  at: number;
  planHash: string;
  snapshot: Snapshot;
}
