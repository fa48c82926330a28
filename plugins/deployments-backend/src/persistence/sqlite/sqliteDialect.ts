import type { Dialect } from '../dialect';
import { changeThenInsert } from '../insertRows';

/** SQLite runs in this process and shares its clock. It has one connection, so a transaction needs no locks. */
export const SQLITE_DIALECT: Dialect = {
  name: 'sqlite',
  selectNow: on => on.raw('? as now', [Date.now()]),
  forUpdateSkipLocked: query => query,
  lock: async () => Date.now(),
  tryLock: async () => true,
  changeAndInsert: changeThenInsert,
};
