/** What is to be done now, and when to look again. Epoch milliseconds. */
export interface NextWork {
  /** May be done side by side. */
  items: WorkItem[];
  /** When there will be more without a command; absent: only a command brings more. */
  wakeAt?: number;
}

export type WorkItem =
  /** Queued: ask the policies, take the environment, freeze the snapshot. */
  | { type: 'admit' }
  /** Something follows from time alone. */
  | { type: 'tick' }
  /** Commit `startStep`, then call the step kind's `start` under the key. */
  | { type: 'startStep'; stepId: string; attempt: number; idempotencyKey: string }
  /** Started, but the outcome of `start` is not known: call it again under the same key. */
  | { type: 'resumeStep'; stepId: string; attempt: number; idempotencyKey: string }
  | { type: 'pollStep'; stepId: string; attempt: number; idempotencyKey: string }
  | { type: 'startRollbackStep'; id: string; attempt: number; idempotencyKey: string }
  | { type: 'resumeRollbackStep'; id: string; attempt: number; idempotencyKey: string }
  | { type: 'pollRollbackStep'; id: string; attempt: number; idempotencyKey: string };
