import { setTimeout as sleep } from 'node:timers/promises';
import { readParent, readServerCpuTime } from '../engine/contenders/cpuTime';
import type { Slipway } from '../engine/contenders/slipway';
import { measureLatency } from '../engine/phases/latency';
import { submitAll, waitUntilIdle } from '../engine/phases/throughput';
import { query } from '../lib/postgres';
import type { Demand } from './queueingModel';

/** What all processes and the database have used since they started. */
interface Counters {
  replicaMs: number;
  postgresMs: number;
  clientMs: number;
  statements: number;
  commits: number;
  notifyingCommits: number;
  observations: number;
  walBytes: number;
  databaseBytes: number;
  atMs: number;
}

export interface MeasuredDemand extends Demand {
  /** How many deployments ran at the same time. */
  concurrent: number;
  /** CPU time of this process for each deployment, in milliseconds. */
  clientMs: number;
  /** Bytes of the write-ahead log and of the database for each deployment. */
  walBytes: number;
  databaseBytes: number;
}

/** Work of a replica that only observes environments, for each second. */
export interface IdleDemand {
  replicaMs: number;
  postgresMs: number;
  statements: number;
  observations: number;
}

/** Measures what a deployment of five steps needs. */
export async function measureDemand(
  slipway: Slipway,
  url: string,
  jobs: readonly number[],
  concurrent: number,
): Promise<MeasuredDemand> {
  const before = await readCounters(slipway, url);
  if (concurrent === 1) {
    await measureLatency(slipway, jobs);
  } else {
    await submitInWaves(slipway, jobs, concurrent);
  }
  const after = await readCounters(slipway, url);
  const perJob = (name: keyof Counters) =>
    (after[name] - before[name]) / jobs.length;
  return {
    concurrent,
    replicaMs: perJob('replicaMs'),
    postgresMs: perJob('postgresMs'),
    clientMs: perJob('clientMs'),
    statements: perJob('statements'),
    commits: perJob('commits'),
    notifyingCommits: perJob('notifyingCommits'),
    walBytes: perJob('walBytes'),
    databaseBytes: perJob('databaseBytes'),
  };
}

async function submitInWaves(
  slipway: Slipway,
  jobs: readonly number[],
  size: number,
): Promise<void> {
  for (let at = 0; at < jobs.length; at += size) {
    await submitAll(jobs.slice(at, at + size), index => slipway.submit(index));
    await waitUntilIdle(slipway);
  }
}

/** Measures the replica while nothing is deployed. */
export async function measureIdle(
  slipway: Slipway,
  url: string,
  seconds: number,
): Promise<IdleDemand> {
  const before = await readCounters(slipway, url);
  await sleep(seconds * 1_000);
  const after = await readCounters(slipway, url);
  const perSecond = (name: keyof Counters) =>
    (1_000 * (after[name] - before[name])) / (after.atMs - before.atMs);
  return {
    replicaMs: perSecond('replicaMs'),
    postgresMs: perSecond('postgresMs'),
    statements: perSecond('statements'),
    observations: perSecond('observations'),
  };
}

async function readCounters(slipway: Slipway, url: string): Promise<Counters> {
  // A transaction that writes gets an id, so the next id counts them; the statistics of the server lag behind.
  const [row] = await query(
    url,
    `select
      sum(calls) as statements,
      sum(calls) filter (
        where query like '%pg_notify%' and query not like 'select pg_notify%'
      ) as notifying,
      sum(rows) filter (
        where query like 'update "service_environments" set "observed"%'
      ) as observations,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as commits,
      pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as wal_bytes,
      pg_database_size(current_database()) as database_bytes,
      (select pid from pg_stat_activity
        where backend_type = 'checkpointer') as checkpointer
    from pg_stat_statements
    where dbid = (
      select oid from pg_database where datname = current_database()
    ) and toplevel`,
  );
  const read = (name: string) => Number(row?.[name] ?? 0);
  const { user, system } = process.cpuUsage();
  return {
    replicaMs: slipway.cpuTime(),
    postgresMs: readServerCpuTime(readParent(read('checkpointer'))),
    clientMs: (user + system) / 1_000,
    statements: read('statements'),
    commits: read('commits'),
    notifyingCommits: read('notifying'),
    observations: read('observations'),
    walBytes: read('wal_bytes'),
    databaseBytes: read('database_bytes'),
    atMs: performance.now(),
  };
}
