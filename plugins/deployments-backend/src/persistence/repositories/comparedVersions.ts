import type { Version } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { inChunks } from '../inChunks';
import type { VersionRow } from './versions';
import { NEWEST_FIRST, withCommits } from './versions';

/** Services per statement, which limits its size and the number of versions that it returns. */
const CHUNK = 20;

/** A version of a service, by its artifact. */
interface VersionKey {
  service: string;
  artifact: string;
}

/** The versions of a service that were created between two times, in epoch milliseconds. */
interface VersionSpan {
  service: string;
  /** Exclusive. */
  after: number;
  /** Inclusive. */
  until: number;
}

/** Returns the registered versions among `keys` with their commits, in no order. */
export async function findVersionsByArtifacts(
  on: Knex,
  keys: readonly VersionKey[],
): Promise<Version[]> {
  const found: Version[] = [];
  for (const some of inChunks(keys, 10 * CHUNK)) {
    const wanted = new Set(some.map(toText));
    const rows = await on<VersionRow>('versions')
      .whereIn('service', [...new Set(some.map(({ service }) => service))])
      .whereIn('artifact', [...new Set(some.map(({ artifact }) => artifact))]);
    found.push(
      ...(await withCommits(
        on,
        rows.filter(row => wanted.has(toText(row))),
      )),
    );
  }
  return found;
}

/**
 * Returns the versions in each span, newest first: the changes between two versions. Each service has one span.
 *
 * @param limit - the most versions per span; older ones are left out
 */
export async function listVersionsInSpans(
  on: Knex,
  spans: readonly VersionSpan[],
  limit: number,
): Promise<Map<string, Version[]>> {
  const byService = new Map<string, Version[]>();
  for (const some of inChunks(spans, CHUNK)) {
    const rows: (VersionRow & { nth: number | string })[] = await on
      .from(
        on<VersionRow>('versions')
          .where(any => some.forEach(span => any.orWhere(inSpan(span))))
          .select(
            'versions.*',
            on.raw(
              'row_number() over (partition by service order by created_at desc, id desc) as nth',
            ),
          )
          .as('numbered'),
      )
      .where('nth', '<=', limit)
      .orderBy(NEWEST_FIRST);
    for (const version of await withCommits(on, rows)) {
      const known = byService.get(version.service) ?? [];
      known.push(version);
      byService.set(version.service, known);
    }
  }
  return byService;
}

function inSpan({ service, after, until }: VersionSpan) {
  return (query: Knex.QueryBuilder) =>
    query
      .where({ service })
      .where('created_at', '>', after)
      .where('created_at', '<=', until);
}

function toText({ service, artifact }: VersionKey): string {
  return JSON.stringify([service, artifact]);
}
