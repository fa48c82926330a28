import type { Database } from '../../persistence/database';
import { DAY_MS } from '../persistence/days';
import type { RollupRow } from '../persistence/rollups/rollupRows';
import { putRolledUp, takeUnrolled } from '../persistence/rollups/rollupRows';
import { pack } from '../persistence/rollups/rollupCodec';
import { readSamples } from './samples';
import { SERIES } from '../persistence/rollups/rollupSeries';

/** A day that changes again and again is read row by row; packing it each time would cost more than that saves. */
const QUIET_MS = 10_000;

/**
 * Packs the rows of days on which nothing has changed for a moment. False: there was none. What is packed is always made
 * of all rows of the day, so that nothing can add up wrongly.
 *
 * @param quietMs - for how long nothing must have changed, in milliseconds
 */
export async function rollUpOne(
  database: Database,
  quietMs: number = QUIET_MS,
): Promise<boolean> {
  return database.transaction(async trx => {
    const taken = await takeUnrolled(trx, Date.now() - quietMs);
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
        rows.push({ series, bin, ...pack(day, ofBin) });
      }
    }
    await putRolledUp(trx, taken, rows, SERIES);
    return true;
  });
}
