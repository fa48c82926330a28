import type { Dialect } from '../dialect';
import { insertAll } from '../insertRows';

/** SQLite runs in this process, so they share a clock, and on one connection, so each transaction has every lock. */
export const SQLITE: Dialect = {
  name: 'sqlite',
  selectNow: on => on.raw('? as now', [Date.now()]),
  skipLocked: query => query,
  lock: async () => Date.now(),
  tryLock: async () => true,
  async changeAndInsert(on, change, added) {
    await change;
    await insertAll(on, added);
  },
};
