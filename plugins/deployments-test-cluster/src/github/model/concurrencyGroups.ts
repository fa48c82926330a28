import { WorkflowRun } from './workflowRun';

interface Group {
  running: WorkflowRun;
  pending?: { run: WorkflowRun; start: () => void };
}

/** Lets one run of a concurrency group run, and one wait. */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, Group>();
  /** Cancels a run. */
  readonly #cancel: (run: WorkflowRun) => void;

  constructor(cancel: (run: WorkflowRun) => void) {
    this.#cancel = cancel;
  }

  /**
   * Joins a group, and cancels the run that waits in it and, if asked, the one that runs.
   *
   * @returns `undefined` if the run can start, or a promise for the time when it can
   */
  join(
    name: string,
    run: WorkflowRun,
    { cancelInProgress = false }: { cancelInProgress?: boolean },
  ): Promise<void> | undefined {
    const key = this.#buildKey(name, run);
    const group = this.#groups.get(key);
    if (!group) {
      this.#groups.set(key, { running: run });
      return undefined;
    }
    const superseded = group.pending?.run;
    const turn = new Promise<void>(start => {
      group.pending = { run, start };
    });
    if (superseded) this.#cancel(superseded);
    if (cancelInProgress) this.#cancel(group.running);
    return turn;
  }

  /** Leaves the group, and lets the run that waits start. */
  leave(name: string, run: WorkflowRun): void {
    const key = this.#buildKey(name, run);
    const group = this.#groups.get(key);
    if (!group) return;
    if (group.pending?.run === run) {
      delete group.pending;
    } else if (group.running === run) {
      const { pending } = group;
      if (pending) {
        this.#groups.set(key, { running: pending.run });
        pending.start();
      } else {
        this.#groups.delete(key);
      }
    }
  }

  #buildKey(name: string, run: WorkflowRun): string {
    // GitHub ignores the case of group names.
    return `${run.repository.id} ${name.toLowerCase()}`;
  }
}
