import type { Knex } from 'knex';

/** Filter of the statements; times are epoch milliseconds. */
export interface PlainSqlFilter {
  owner?: string;
  from: number;
  until: number;
}

/**
 * Calculates the four keys like dashboards on raw tables: one statement each, by week, in UTC. They do not consider the
 * owner at the time, deployments without traffic, first deployments, denied causes, rework, excluded rows with their
 * reasons, and percentiles of the whole period in addition to those of weeks. Returns the duration in milliseconds.
 */
export async function measureFourKeys(
  knex: Knex,
  { owner, from, until }: PlainSqlFilter,
): Promise<number> {
  const mine = owner === undefined ? '' : 'and d.owner_group = :owner';
  const values = { from, until, ...(owner === undefined ? {} : { owner }) };
  const week = (column: string) =>
    `date_trunc('week', to_timestamp(${column} / 1000.0))`;
  const statements = [
    `select ${week('d.finished_at')} as week, count(*)
     from dora_deployments d
     where d.tier = 'production' and d.kind = 'deploy' and d.outcome = 'succeeded'
       and d.finished_at >= :from and d.finished_at < :until ${mine}
     group by 1`,
    `with delivered as (
       select d.service, b.commit_id, min(d.finished_at) as at
       from dora_deployments d join dora_deployment_commits b on b.deployment_id = d.id
       where d.tier = 'production' and d.kind = 'deploy' and d.outcome = 'succeeded'
         and d.finished_at >= :from and d.finished_at < :until ${mine}
       group by 1, 2)
     select ${week('x.at')} as week, count(*),
       percentile_cont(array[0.5, 0.75, 0.9]) within group (order by x.at - c.authored_at)
     from delivered x join dora_changes c on c.service = x.service and c.commit_id = x.commit_id
     group by 1`,
    `select ${week('d.finished_at')} as week, count(*),
       count(*) filter (where d.outcome <> 'succeeded' or exists (
         select 1 from dora_incidents i
         where i.service = d.service and i.started_at >= d.finished_at
           and i.started_at < d.finished_at + 86400000
           and not exists (
             select 1 from dora_deployments later
             where later.service = d.service and later.tier = 'production' and later.kind = 'deploy'
               and later.finished_at > d.finished_at and later.finished_at <= i.started_at)))
     from dora_deployments d
     where d.tier = 'production' and d.kind = 'deploy'
       and d.finished_at >= :from and d.finished_at < :until ${mine}
     group by 1`,
    `select ${week('i.started_at')} as week, count(*),
       percentile_cont(array[0.5, 0.75, 0.9]) within group (order by i.resolved_at - i.started_at)
     from dora_incidents i
     where i.started_at >= :from and i.started_at < :until and i.resolved_at is not null
       ${
         owner === undefined
           ? ''
           : `and i.service in (select d.service from dora_deployments d where d.owner_group = :owner)`
       }
     group by 1`,
  ];
  const startedAt = performance.now();
  for (const statement of statements) await knex.raw(statement, values);
  return performance.now() - startedAt;
}
