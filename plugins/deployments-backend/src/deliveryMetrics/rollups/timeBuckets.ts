import type { Knex } from 'knex';
import type { Database } from '../../persistence/database';

/**
 * SQL that tells in which period a time lies, from 0. `starts`: when each period begins, rising, epoch milliseconds;
 * times before the first are not asked about.
 */
export function toBucket(
  database: Database,
  column: string,
  starts: readonly number[],
): Knex.Raw {
  const { knex } = database;
  if (database.dialect === 'postgres') {
    return knex.raw('width_bucket(??, ?::bigint[]) - 1', [
      column,
      // A list of numbers would be taken for several values.
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
