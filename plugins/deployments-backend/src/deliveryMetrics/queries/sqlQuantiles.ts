import type { Knex } from 'knex';
import type { Database } from '../../persistence/database';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import type { Quantiles } from '../definitions/metricValues';
import { interpolate, neighbours } from '../definitions/percentile';

const POINTS = { p50: 0.5, p75: 0.75, p90: 0.9 } as const;

/**
 * Computes exact quantiles of a column for each bucket, with the number of rows. Both databases give the same result
 * to the last digit: PostgreSQL's `percentile_cont` interpolates like {@link interpolate}.
 *
 * @param rows - rows whose `value` is not null
 */
export async function computeQuantilesBy(
  database: Database,
  rows: Knex.QueryBuilder,
  value: string,
  bucket: Knex.Raw,
): Promise<Map<number, { n: number; quantiles: Quantiles }>> {
  return database.dialect.name === 'postgres'
    ? byPercentileCont(database.knex, rows, value, bucket)
    : byRank(database.knex, rows, value, bucket);
}

/**
 * The same as {@link computeQuantilesBy} for several columns of the same rows, which are read once. Null values are ignored;
 * a column without values is left out.
 */
export async function computeQuantiles(
  database: Database,
  rows: Knex.QueryBuilder,
  columns: readonly string[],
): Promise<Map<string, { n: number; quantiles: Quantiles }>> {
  const { knex } = database;
  const found = new Map<string, { n: number; quantiles: Quantiles }>();
  if (database.dialect.name === 'postgres') {
    const query = rows.clone();
    for (const column of columns) {
      query
        .count({ [`n_${column}`]: column })
        .select(
          knex.raw(
            'percentile_cont(array[0.5, 0.75, 0.9]) within group (order by ??) as ??',
            [column, `points_${column}`],
          ),
        );
    }
    const [row]: Record<string, unknown>[] = await query;
    for (const column of columns) {
      const n = readNumber(row[`n_${column}`] as BigIntColumn);
      const points = row[`points_${column}`] as number[] | null;
      if (points && n > 0) found.set(column, { n, quantiles: named(points) });
    }
    return found;
  }
  for (const column of columns) {
    const values = rows.clone().whereNotNull(column);
    const whole = await byRank(knex, values, column, knex.raw('0'));
    const quantiles = whole.get(0);
    if (quantiles) found.set(column, quantiles);
  }
  return found;
}

function named([p50, p75, p90]: number[]): Quantiles {
  return { p50, p75, p90 };
}

async function byPercentileCont(
  knex: Knex,
  rows: Knex.QueryBuilder,
  value: string,
  bucket: Knex.Raw,
) {
  const found: { bucket: number; n: BigIntColumn; points: number[] }[] =
    await knex
      .from(rows.clone().select({ value }).select({ bucket }).as('sample'))
      .groupBy('bucket')
      .select('bucket')
      .count({ n: '*' })
      .select(
        knex.raw(
          'percentile_cont(array[0.5, 0.75, 0.9]) within group (order by value) as points',
        ),
      );
  return new Map(
    found.map(row => [
      Number(row.bucket),
      {
        n: readNumber(row.n),
        quantiles: named(row.points),
      },
    ]),
  );
}

async function byRank(
  knex: Knex,
  rows: Knex.QueryBuilder,
  value: string,
  bucket: Knex.Raw,
) {
  const sample = rows.clone().select({ value }).select({ bucket }).as('sample');
  const sizes: { bucket: number; n: number }[] = await knex
    .from(sample)
    .groupBy('bucket')
    .select('bucket')
    .count({ n: '*' });
  const ranked = knex
    .from(sample)
    .select('bucket', 'value')
    .select(
      knex.raw(
        'row_number() over (partition by bucket order by value) - 1 as rank',
      ),
    )
    .as('ranked');
  const wanted = sizes.flatMap(size =>
    ranks(size.n).map(rank => [size.bucket, rank]),
  );
  const values = new Map<string, number>();
  // SQLite limits the depth of nested expressions to a thousand.
  for (let i = 0; i < wanted.length; i += 300) {
    const part = wanted.slice(i, i + 300);
    const found: { bucket: number; rank: number; value: number }[] = await knex
      .from(ranked)
      .whereIn(['bucket', 'rank'], part)
      .select('bucket', 'rank', 'value');
    for (const row of found) {
      values.set(`${row.bucket}/${row.rank}`, row.value);
    }
  }
  return new Map(
    sizes.map(({ bucket: of, n }) => {
      const at = (p: number) => {
        const { lower, upper, fraction } = neighbours(n, p);
        return interpolate(
          read(values, `${of}/${lower}`),
          read(values, `${of}/${upper}`),
          fraction,
        );
      };
      const quantiles = {
        p50: at(POINTS.p50),
        p75: at(POINTS.p75),
        p90: at(POINTS.p90),
      };
      return [Number(of), { n, quantiles }];
    }),
  );
}

function ranks(n: number): number[] {
  const all = Object.values(POINTS).flatMap(p => {
    const { lower, upper } = neighbours(n, p);
    return [lower, upper];
  });
  return [...new Set(all)];
}

function read(values: ReadonlyMap<string, number>, key: string): number {
  const value = values.get(key);
  if (value === undefined) {
    // Rows changed between the two queries; another attempt will work.
    throw new Error('The metrics changed while they were read; try again');
  }
  return value;
}
