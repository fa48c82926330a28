import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Sizes } from './metricsOptions';

export const DAY_MS = 86_400_000;
export const YEAR_MS = 365 * DAY_MS;

/** Returns the entity ref of a team. Services belong to the teams in turn. */
export const teamRef = (team: number) => `group:default/t${team}`;
export const serviceName = (service: number) => `s${service}`;

/**
 * Writes the source records of a year directly into the tables, as ingestion would. Sending a million events by HTTP would be
 * a different benchmark. The same sizes always produce the same records.
 *
 * @param until - End of the year, epoch milliseconds.
 */
export async function fillSourceRecords(
  knex: Knex,
  sizes: Sizes,
  until: number,
): Promise<void> {
  const { services, teams, deployments, commits, incidents } = sizes;
  const from = until - YEAR_MS;
  await knex.transaction(async trx => {
    // A number in [0, 1] that depends only on its two arguments.
    await trx.raw(`create function pg_temp.chance(i bigint, k bigint)
      returns float8 language sql immutable as $$
        select (hashint8extended(i, k) & 9007199254740991)::float8 / 9007199254740991
      $$`);
    await trx.raw(`create function pg_temp.finished(i bigint)
      returns bigint language sql immutable as $$
        select ${from} + (pg_temp.chance(i, 0) * ${YEAR_MS})::bigint
      $$`);
    await trx.raw(
      `insert into dora_deployments (
         id, source, source_id, service, environment, tier, kind, hotfix, version, artifact, outcome,
         started_at, traffic_at, finished_at, commits_known, owner_group, system, demo, occurred_at, event_id)
       select 'd' || i, 'bench', i, 'component:default/s' || i % :services, 'production', 'production',
         case when pg_temp.chance(i, 1) < 0.03 then 'rollback' else 'deploy' end,
         pg_temp.chance(i, 2) < 0.04, 'v' || i, 'v' || i,
         case when pg_temp.chance(i, 3) < 0.92 then 'succeeded'
              when pg_temp.chance(i, 3) < 0.98 then 'rolled_back' else 'failed' end,
         pg_temp.finished(i) - 600000, pg_temp.finished(i) - 300000, pg_temp.finished(i), true,
         'group:default/t' || (i % :services) % :teams, 'system:default/y' || (i % :services) % 50, false,
         pg_temp.finished(i), i
       from generate_series(0, :deployments - 1) i`,
      { services, teams, deployments },
    );
    await trx.raw(
      `insert into dora_deployment_commits (deployment_id, commit_id)
       select 'd' || n % :deployments, 'c' || n from generate_series(0, :commits - 1) n`,
      { deployments, commits },
    );
    await trx.raw(
      `insert into dora_changes (service, commit_id, title, authored_at, opened_at, merged_at, demo, occurred_at, event_id)
       select 'component:default/s' || (n % :deployments) % :services, 'c' || n, 'Change ' || n,
         pg_temp.finished(n % :deployments) - 3600000 - (pg_temp.chance(n, 4) * 432000000)::bigint,
         pg_temp.finished(n % :deployments) - 3000000, pg_temp.finished(n % :deployments) - 1200000,
         false, pg_temp.finished(n % :deployments), n
       from generate_series(0, :commits - 1) n`,
      { services, deployments, commits },
    );
    await trx.raw(
      `insert into dora_incidents (
         id, source, source_id, service, title, started_at, resolved_at, open_at, demo, occurred_at, event_id)
       select 'i' || k, 'bench', k, 'component:default/s' || d % :services, 'Incident ' || k, started,
         started + 600000 + (pg_temp.chance(k, 5) * 7200000)::bigint, started, false, started, k
       from (select k, (k * 7919) % :deployments as d,
               pg_temp.finished((k * 7919) % :deployments) + (pg_temp.chance(k, 6) * 10800000)::bigint as started
             from generate_series(0, :incidents - 1) k) all_of_them`,
      { services, deployments, incidents },
    );
    // Three in ten incidents have a known cause.
    await trx.raw(
      `insert into dora_links (incident_id, deployment_id, role, stand, origin, by, at)
       select 'i' || k, 'd' || (k * 7919) % :deployments, 'caused', 'linked', 'explicit', 'bench', 1
       from generate_series(0, :incidents - 1) k where pg_temp.chance(k, 7) < 0.3`,
      { deployments, incidents },
    );
    await trx.raw(
      `insert into dora_dirty (service, since, marks)
       select 'component:default/s' || s, 1, 1 from generate_series(0, :services - 1) s`,
      { services },
    );
  });
}

/**
 * Waits until a replica has recomputed all metrics (`dora_dirty`) or written all daily rollups (`dora_unrolled`).
 * Returns the duration in milliseconds.
 */
export async function waitUntilEmpty(
  knex: Knex,
  table: 'dora_dirty' | 'dora_unrolled',
  onProgress: (left: number) => void = () => {},
): Promise<number> {
  const startedAt = performance.now();
  let reportedAt = -Infinity;
  for (;;) {
    const [{ left }] = await knex(table).count({ left: '*' });
    const took = performance.now() - startedAt;
    if (Number(left) === 0) return took;
    if (took - reportedAt > 30_000) {
      onProgress(Number(left));
      reportedAt = took;
    }
    await sleep(500);
  }
}
