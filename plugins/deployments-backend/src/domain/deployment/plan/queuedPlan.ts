import type { Snapshot } from '../snapshot';

/** What a queued deployment would do, as last evaluated. */
export interface QueuedPlan {
  /** When it was evaluated, epoch milliseconds. */
  at: number;
  planHash: string;
  snapshot: Snapshot;
}
