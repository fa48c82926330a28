import type { Database } from '../persistence/database';
import { isOutage } from '../persistence/database';
import type { StoredStepResult } from '../persistence/postgres/batchedResults';
import { writeResults } from '../persistence/postgres/batchedResults';

/** Writes what this process reports of its deployments, together where that saves waiting. */
export interface ResultWriter {
  /**
   * Resolves to the database's time, epoch milliseconds, once it is committed. `undefined`: nothing of it was written;
   * it has to be seen under the row's lock why. Throws when the database went away: it may be written or not.
   */
  write(report: StoredStepResult): Promise<number | undefined>;
}

interface Waiting {
  report: StoredStepResult;
  resolve(now: number | undefined): void;
  reject(error: unknown): void;
}

/** Reports in one statement. */
const AT_MOST = 50;

/**
 * While some are being written, others gather, which then take one statement and one commit. PostgreSQL only.
 *
 * @param isDirect - whether this process's connections are its own, and not those of a pool beside the server
 */
export function createResultWriter(
  database: Pick<Database, 'statement' | 'learnNow'>,
  isDirect: () => boolean,
): ResultWriter {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      await writeTogether(takeSome());
    }
    isWriting = false;
  }

  /** At most one of each deployment: the second of two is of a state that the first one changes. */
  function takeSome(): Waiting[] {
    const some = new Map<string, Waiting>();
    const left: Waiting[] = [];
    for (const one of waiting) {
      const { id } = one.report.update.after;
      if (some.size < AT_MOST && !some.has(id)) {
        some.set(id, one);
      } else {
        left.push(one);
      }
    }
    waiting = left;
    return [...some.values()];
  }

  /** Never throws. */
  async function writeTogether(some: Waiting[]): Promise<void> {
    try {
      const reports = some.map(({ report }) => report);
      const options = { isPrepared: isDirect() };
      const askedAt = performance.now();
      const { written, now } = await database.statement(on =>
        writeResults(on, reports, options),
      );
      database.learnNow(now, askedAt);
      for (const { report, resolve } of some) {
        resolve(written.has(report.update.after.id) ? now : undefined);
      }
    } catch (error) {
      for (const { resolve, reject } of some) {
        if (isOutage(error)) {
          reject(error);
        } else {
          // Whichever of them it was that the database refused, it is to hold up no other.
          resolve(undefined);
        }
      }
    }
  }

  return {
    write: report =>
      new Promise((resolve, reject) => {
        waiting.push({ report, resolve, reject });
        if (!isWriting) {
          writeAll();
        }
      }),
  };
}
