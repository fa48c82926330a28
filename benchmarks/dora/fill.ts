import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Sizes } from './options';

export const DAY_MS = 86_400_000;
export const YEAR_MS = 365 * DAY_MS;

/** Owners of services go by turns. */
export const teamRef = (team: number) => `group:default/t${team}`;
export const serviceName = (service: number) => `s${service}`;

/**
 * Facts of a year, as ingestion would have left them, straight into its tables: a million events by HTTP would be another
 * measurement. The same sizes give the same facts.
 *
 * @param until - when the year ends, epoch milliseconds
 */
export async function fillFacts(
  knex: Knex,
  sizes: Sizes,
  until: number,
): Promise<void> {
  const { services, teams, deployments, commits, incidents } = sizes;
  const from = until - YEAR_MS;
  await knex.transaction(async trx => {
    // From 0 to 1, by two numbers alone.
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
    // Of three in ten somebody says what caused them.
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
 * Until a replica has worked all facts in (`dora_dirty`), or packed all days (`dora_unrolled`). Returns after how many
 * milliseconds.
 */
export async function untilNoneIsLeft(
  knex: Knex,
  table: 'dora_dirty' | 'dora_unrolled',
  onProgress: (left: number) => void = () => {},
): Promise<number> {
  const startedAt = performance.now();
  let toldAt = -Infinity;
  for (;;) {
    const [{ left }] = await knex(table).count({ left: '*' });
    const took = performance.now() - startedAt;
    if (Number(left) === 0) return took;
    if (took - toldAt > 30_000) {
      onProgress(Number(left));
      toldAt = took;
    }
    await sleep(500);
  }
}
