/** What is to be done now, and when to look again. Epoch milliseconds. */
export interface NextWork {
  /** May be done side by side. */
  items: WorkItem[];
  /** When there will be more without a command; absent: only a command brings more. */
  wakeAt?: number;
}

export type WorkItem =
  /**
   * Queued: ask the policies, take the environment, freeze the snapshot. Always offered while queued, because what the
   * policies look at lies outside of this deployment: do it once per wake-up.
   */
  | { type: 'admit' }
  /** Something follows from time alone. */
  | { type: 'tick' }
  /** Commit `startStep`, then call the step kind's `start` under the key. */
  | {
      type: 'startStep';
      stepId: string;
      attempt: number;
      idempotencyKey: string;
    }
  /** Started, but the outcome of `start` is not known: call it again under the same key. */
  | {
      type: 'resumeStep';
      stepId: string;
      attempt: number;
      idempotencyKey: string;
    }
  /** Also for a waiting step, when somebody approved or rejected since. */
  | {
      type: 'pollStep';
      stepId: string;
      attempt: number;
      idempotencyKey: string;
    }
  /**
   * Stop what is under way, outside of a rollback: it timed out, or the deployment stops. Call the kind's `cancel`,
   * then commit `commitCancel`. Offered again after a crash, under the same key.
   */
  | {
      type: 'cancelStep';
      stepId: string;
      attempt: number;
      idempotencyKey: string;
    }
  | {
      type: 'startRollbackStep';
      id: string;
      attempt: number;
      idempotencyKey: string;
    }
  | {
      type: 'resumeRollbackStep';
      id: string;
      attempt: number;
      idempotencyKey: string;
    }
  | {
      type: 'pollRollbackStep';
      id: string;
      attempt: number;
      idempotencyKey: string;
    };
