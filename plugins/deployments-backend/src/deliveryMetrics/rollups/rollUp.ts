import type { Database } from '../../persistence/database';
import { DAY_MS } from '../persistence/days';
import type { RollupRow } from '../persistence/rollups/rollupRows';
import { putRollup, takeStaleRollup } from '../persistence/rollups/rollupRows';
import { compress } from '../persistence/rollups/rollupCodec';
import { readSamples } from './samples';
import { SERIES } from '../persistence/rollups/rollupSeries';

/** A day that keeps changing is read row by row; compressing it each time would cost more than it saves. */
const QUIET_MS = 10_000;

/**
 * Compresses the rows of a day that has not changed for a moment. Returns false if there is none. A rollup is always
 * built from all rows of the day, so that sums cannot drift.
 *
 * @param quietMs - how long nothing must have changed, in milliseconds
 */
export async function rollUpOne(
  database: Database,
  quietMs: number = QUIET_MS,
): Promise<boolean> {
  return database.transaction(async trx => {
    const taken = await takeStaleRollup(trx, Date.now() - quietMs);
    if (!taken) return false;
    const { tier, day } = taken;
    const samples = await readSamples(
      trx,
      tier,
      { from: day, until: day + DAY_MS },
      SERIES,
    );
    const rows: RollupRow[] = [];
    for (const [series, bins] of samples) {
      for (const [bin, ofBin] of bins) {
        rows.push({ series, bin, ...compress(day, ofBin) });
      }
    }
    await putRollup(trx, taken, rows, SERIES);
    return true;
  });
}
