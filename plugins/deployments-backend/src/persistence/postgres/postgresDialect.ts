import type { BigIntColumn } from '../columns';
import { readNumber } from '../columns';
import type { Dialect } from '../dialect';
import { changeThenInsert, fitsOneStatement } from '../insertRows';
import { PG_CLOCK } from './pgClock';

/** The key of an advisory lock that the plugin's replicas share. */
const LOCK_KEY = `hashtextextended('slipway ' || ?::text || ' ' || current_schema() || ?::text, 0)`;

/** Round trips to the server take most of the time of a commit, so each function is one statement if possible. */
export const POSTGRES_DIALECT: Dialect = {
  name: 'postgres',
  selectNow: on => on.raw(`${PG_CLOCK} as now`),
  forUpdateSkipLocked(query) {
    query.forUpdate().skipLocked();
    return query;
  },
  async lock(trx, purpose, subject) {
    const { rows }: { rows: { now: BigIntColumn }[] } = await trx.raw(
      `select pg_advisory_xact_lock(${LOCK_KEY}), ${PG_CLOCK} as now`,
      [purpose, subject],
    );
    return readNumber(rows[0].now);
  },
  async tryLock(trx, purpose) {
    const { rows }: { rows: { taken: boolean }[] } = await trx.raw(
      `select pg_try_advisory_xact_lock(${LOCK_KEY}) as taken`,
      [purpose, ''],
    );
    return rows[0].taken;
  },
  async changeAndInsert(on, change, added) {
    const filled = added.filter(({ rows }) => rows.length > 0);
    if (!filled.every(fitsOneStatement)) {
      await changeThenInsert(on, change, filled);
      return;
    }
    for (const { table, rows } of filled) {
      change.with(`added_${table}`, on(table).insert(rows));
    }
    await change;
  },
};
