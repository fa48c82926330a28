/** The work that is due now, and when more is due. Times are epoch milliseconds. */
export interface NextWork {
  /** May run in parallel. */
  items: WorkItem[];
  /** When more work is due without a command; absent if only a command leads to more. */
  wakeAt?: number;
}

export type WorkItem =
  /**
   * While queued: evaluate the start gate, acquire the environment and freeze the snapshot. Always listed, because the
   * gate depends on facts outside this deployment: do it once per wake-up.
   */
  | { type: 'evaluateStart' }
  /** A timeout or a deadline has passed. */
  | { type: 'tick' }
  /** Commit `startStep`, then call the step kind's `start` under the key. */
  | {
      type: 'startStep';
      stepId: string;
      attempt: number;
      idempotencyKey: string;
    }
  /** Call `start` again under the same key, because its outcome was not recorded. */
  | {
      type: 'resumeStep';
      stepId: string;
      attempt: number;
      idempotencyKey: string;
    }
  /** Poll a running step, or a waiting one after an approval or a rejection. */
  | {
      type: 'pollStep';
      stepId: string;
      attempt: number;
      idempotencyKey: string;
    }
  /**
   * Stop a running step outside a rollback, because it timed out or the deployment is stopping. Call the kind's
   * `cancel`, then commit `reportCancel`. Listed again after a crash, under the same key.
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
