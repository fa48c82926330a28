import type { Database } from '../database';
import { isOutage } from '../isOutage';
import type { ResultWriter, StoredStepResult } from '../resultWriter';
import { writeResults } from './batchedResults';
import type { ServerClock } from './serverClock';

interface Pending {
  result: StoredStepResult;
  resolve(now: number | undefined): void;
  reject(error: unknown): void;
}

/** How many results one statement writes at most. */
const MAX_RESULTS = 50;

/**
 * Creates the result writer of PostgreSQL. Results that arrive during a write are written together afterwards, in one
 * statement and one commit.
 *
 * @param keepsSessions - whether each connection keeps its session, so that prepared statements work
 */
export function createResultWriter(
  database: Pick<Database, 'statement'> & {
    updateClock: ServerClock['update'];
  },
  keepsSessions: () => boolean,
): ResultWriter {
  let pending: Pending[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (pending.length > 0) {
      await writeBatch(takeBatch());
    }
    isWriting = false;
  }

  /** Takes at most one result per deployment, because the first changes the state that the second builds on. */
  function takeBatch(): Pending[] {
    const batch = new Map<string, Pending>();
    const rest: Pending[] = [];
    for (const one of pending) {
      const { id } = one.result.update.after;
      if (batch.size < MAX_RESULTS && !batch.has(id)) {
        batch.set(id, one);
      } else {
        rest.push(one);
      }
    }
    pending = rest;
    return [...batch.values()];
  }

  /** Never throws. */
  async function writeBatch(batch: Pending[]): Promise<void> {
    try {
      const results = batch.map(({ result }) => result);
      const options = { isPrepared: keepsSessions() };
      const sentAt = performance.now();
      const { written, now } = await database.statement(on =>
        writeResults(on, results, options),
      );
      database.updateClock(now, sentAt);
      for (const { result, resolve } of batch) {
        resolve(written.has(result.update.after.id) ? now : undefined);
      }
    } catch (error) {
      for (const { resolve, reject } of batch) {
        if (isOutage(error)) {
          reject(error);
        } else {
          // The database rejected one of them. The others must not fail with it, so each is committed by itself.
          resolve(undefined);
        }
      }
    }
  }

  return {
    write: result =>
      new Promise((resolve, reject) => {
        pending.push({ result, resolve, reject });
        if (!isWriting) {
          writeAll();
        }
      }),
  };
}
