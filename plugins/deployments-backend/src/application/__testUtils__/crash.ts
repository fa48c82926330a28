import type { Database } from '../../persistence/database';
import type { TestTarget } from './TestTarget';

/**
 * Simulates the crash of a portal process at its n-th moment: before a transaction, between a commit and its response,
 * before an effect, or between an effect and its response. From then on, nothing from that process reaches the database or
 * the target.
 */
export class Crash {
  moments = 0;
  happened = false;
  readonly at: number;
  /** What the process was doing. */
  where = 'nowhere';

  constructor(at: number) {
    this.at = at;
  }

  /** Use as `wrap` of a test portal. */
  readonly wrap = (database: Database): Database => ({
    ...database,
    transaction: async work => {
      this.#moment('before a transaction');
      const result = await database.transaction(async trx => {
        const done = await work(trx);
        this.#refuse();
        return done;
      });
      this.#moment('after a commit');
      return result;
    },
    statement: async work => {
      this.#moment('before a statement');
      const result = await database.statement(work);
      this.#moment('after a statement');
      return result;
    },
  });

  /** Adds the target's effects to the moments. */
  arm(target: TestTarget): void {
    target.before = ({ name }) => this.#moment(`before ${name}`);
    target.after = ({ name }) => this.#moment(`after ${name}`);
  }

  disarm(target: TestTarget): void {
    target.before = () => {};
    target.after = () => {};
  }

  #moment(where: string): void {
    this.#refuse();
    this.moments += 1;
    if (this.moments === this.at) {
      this.happened = true;
      this.where = where;
      throw new Error(`Crashed ${where}`);
    }
  }

  #refuse(): void {
    if (this.happened) {
      throw new Error('This process is gone');
    }
  }
}
