import type { Knex } from 'knex';
import type { Database } from '../../persistence/database';

/**
 * Returns SQL for the zero-based period of a time. `starts`: when each period starts, ascending epoch milliseconds;
 * all times are at or after the first.
 */
export function toBucket(
  database: Database,
  column: string,
  starts: readonly number[],
): Knex.Raw {
  const { knex } = database;
  if (database.dialect.name === 'postgres') {
    return knex.raw('width_bucket(??, ?::bigint[]) - 1', [
      column,
      // knex would bind an array as several values.
      `{${starts.map(Math.trunc).join(',')}}`,
    ]);
  }
  const bindings: (string | number)[] = [];
  const halve = (low: number, high: number): string => {
    if (low === high) return `${low}`;
    const middle = Math.ceil((low + high) / 2);
    bindings.push(column, starts[middle]);
    const condition = 'case when ?? < ? then ';
    const before = halve(low, middle - 1);
    const after = halve(middle, high);
    return `${condition}${before} else ${after} end`;
  };
  return knex.raw(halve(0, starts.length - 1), bindings);
}
