import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import { COUNTED_ALIKE } from '../persistence/countColumns';
import type { Sample } from '../persistence/rollups/rollupCodec';
import { toBin } from '../persistence/rollups/rollupCodec';
import type { Series } from '../persistence/rollups/rollupSeries';

/** Rows reduced to samples: by series, then by bin. */
export type Samples = Map<Series, Map<string, Sample[]>>;

/** What deployments of the same bin have in common. */
const KINDS = [...COUNTED_ALIKE, 'demo'] as const;

type Kind = Record<(typeof KINDS)[number], string | boolean | number | null>;

/** Names the bin, alike for both databases, whose booleans differ. */
function toKindBin(row: Kind): string {
  return JSON.stringify(
    KINDS.map(column => {
      const value = row[column];
      return typeof value === 'string' ? value : Number(Boolean(value));
    }),
  );
}

export function parseKindBin(bin: string): Kind {
  const values: (string | number)[] = JSON.parse(bin);
  return Object.fromEntries(
    KINDS.map((column, i) => [column, values[i] === 0 ? null : values[i]]),
  ) as Kind;
}

const PARTS = ['lead', 'coding', 'review', 'waiting', 'deploying'] as const;

/**
 * Reads all rows of a tier in a span, in epoch milliseconds.
 *
 * @param wanted - the series to read
 * @param services - only rows of these services; absent: of all
 */
export async function readSamples(
  on: Knex,
  tier: string,
  { from, until }: { from: number; until: number },
  wanted: readonly Series[],
  services?: readonly string[],
): Promise<Samples> {
  const samples: Samples = new Map();
  const add = (series: Series, bin: string, sample: Sample) => {
    if (!wanted.includes(series)) return;
    const bins = samples.get(series) ?? new Map<string, Sample[]>();
    samples.set(series, bins);
    const known = bins.get(bin);
    if (known) known.push(sample);
    else bins.set(bin, [sample]);
  };
  const rowsIn = (table: string, at: string) => {
    const rows = on(table)
      .where({ tier })
      .where(at, '>=', from)
      .where(at, '<', until);
    return services ? rows.whereIn('service', services) : rows;
  };

  if (wanted.includes('deployments')) {
    const rows: (Kind & { at: BigIntColumn })[] = await rowsIn(
      'dora_deployments',
      'finished_at',
    )
      .where('derived', true)
      .select([...KINDS])
      .select({ at: 'finished_at' });
    for (const row of rows) {
      add('deployments', toKindBin(row), { at: readNumber(row.at), value: 0 });
    }
  }
  if (wanted.includes('change-left-out') || wanted.includes('lead')) {
    const rows: (Counted & Record<string, BigIntColumn | null>)[] =
      await rowsIn('dora_lead_times', 'deployed_at')
        .select('counted', 'reason', ...PARTS.map(part => `${part}_ms`))
        .select({ at: 'deployed_at' });
    for (const row of rows) {
      const at = readNumber(row.at);
      if (!row.counted) {
        add('change-left-out', row.reason ?? '', { at, value: 0 });
        continue;
      }
      for (const part of PARTS) {
        const column = row[`${part}_ms`];
        if (column === null) continue;
        const value = readNumber(column);
        add(part, `${toBin(value)}`, { at, value });
      }
    }
  }
  if (wanted.includes('recovery-left-out') || wanted.includes('recovery')) {
    const rows: (Counted & { duration_ms: BigIntColumn })[] = await rowsIn(
      'dora_recoveries',
      'started_at',
    )
      .select('counted', 'reason', 'duration_ms')
      .select({ at: 'started_at' });
    for (const row of rows) {
      const at = readNumber(row.at);
      if (row.counted) {
        const value = readNumber(row.duration_ms);
        add('recovery', `${toBin(value)}`, { at, value });
      } else {
        add('recovery-left-out', row.reason ?? '', { at, value: 0 });
      }
    }
  }
  return samples;
}

interface Counted {
  at: BigIntColumn;
  counted: boolean | number;
  reason: string | null;
}
