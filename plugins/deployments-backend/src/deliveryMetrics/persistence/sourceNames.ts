import type { Knex } from 'knex';
import { inChunks } from '../../persistence/inChunks';

const NAMES = 'dora_source_names';
const CHUNK = 100;

/** A source's name for something with an id, such as a repository. */
export interface SourceName {
  serviceId: string;
  name: string;
}

export async function putSourceNames(
  on: Knex,
  source: string,
  names: readonly SourceName[],
  now: number,
): Promise<void> {
  for (const part of inChunks(names, CHUNK)) {
    await on(NAMES)
      .insert(
        part.map(({ serviceId, name }) => ({
          source,
          service_id: serviceId,
          name,
          seen_at: now,
        })),
      )
      .onConflict(['source', 'service_id', 'name'])
      .ignore();
  }
}

/** Returns all names that a source has used for each id, the latest first. */
export async function readSourceNames(
  on: Knex,
  source: string,
  serviceIds: readonly string[],
): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for (const part of inChunks(serviceIds, CHUNK)) {
    const rows: { service_id: string; name: string }[] = await on(NAMES)
      .where({ source })
      .whereIn('service_id', part)
      .orderBy([
        { column: 'seen_at', order: 'desc' },
        { column: 'name', order: 'asc' },
      ]);
    for (const row of rows) {
      const known = names.get(row.service_id);
      if (known) known.push(row.name);
      else names.set(row.service_id, [row.name]);
    }
  }
  return names;
}
