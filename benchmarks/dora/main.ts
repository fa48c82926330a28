/**
 * Measures the delivery metrics: a year of source records in PostgreSQL, from which a replica calculates metrics; the
 * requests of the page over HTTP, compared with the four keys in plain SQL on the raw tables; and the ingestion of
 * events.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import createKnex from 'knex';
import type { Knex } from 'knex';
import { bundleReplica } from '../lib/bundle';
import { atExit } from '../lib/cleanUp';
import { runMain } from '../lib/runMain';
import { measureLoad } from '../lib/load';
import { describeMachine } from '../lib/machine';
import { openPostgres, query } from '../lib/postgres';
import { createReplica } from '../lib/replica';
import type { Replica } from '../lib/replica';
import { replicaConfig } from '../lib/replicaConfig';
import { DAY_MS, fillSourceRecords, serviceName, waitUntilEmpty } from './fill';
import type { IngestionResult } from './ingestion';
import { measureIngestion } from './ingestion';
import type { BenchmarkOptions } from './metricsOptions';
import { readOptions, USAGE } from './metricsOptions';
import { measurePage } from './pageRequests';
import { report } from './metricsReport';
import type { Results } from './metricsResults';

/** Commits are durable, and memory settings are typical for a server of this size. */
const SETTINGS = {
  fsync: 'on',
  full_page_writes: 'on',
  shared_buffers: '2GB',
  work_mem: '64MB',
  effective_cache_size: '8GB',
  maintenance_work_mem: '512MB',
  random_page_cost: '1.1',
  max_wal_size: '8GB',
};
const METRIC_READER = join(
  __dirname,
  '../../plugins/deployments-backend/src/deliveryMetrics/queries/createMetricReader',
);
const WITHOUT_ROLLUPS = require.resolve('./withoutRollups');
const READY_TIMEOUT_MS = 180_000;

async function main(args: string[]): Promise<void> {
  const options = readOptions(args, join(__dirname, 'results.json'));
  const directory = mkdtempSync(join(tmpdir(), 'slipway-bench-dora-'));
  atExit(() => rmSync(directory, { recursive: true, force: true }));
  const postgres = await openPostgres({
    url: options.postgresUrl,
    settings: SETTINGS,
  });
  const prefix = `bench_dora_${process.pid}_`;
  const stopLoad = measureLoad();
  try {
    const start = (name: string, entry: string) =>
      startReplica(options, {
        name,
        entry,
        url: postgres.url,
        prefix,
        directory,
      });
    const replica = await start('replica', require.resolve('./replica'));
    try {
      const measured = await measure(
        options,
        replica,
        async () =>
          start(
            'without-rollups',
            await bundleReplica(require.resolve('./replica'), {
              replaced: new Map([[METRIC_READER, WITHOUT_ROLLUPS]]),
            }),
          ),
        databaseUrl(postgres.url, `${prefix}deployments`),
      );
      const results: Results = {
        at: new Date().toISOString(),
        machine: describeMachine(postgres.version),
        load: stopLoad(),
        options,
        ...measured,
      };
      writeFileSync(options.jsonFile, `${JSON.stringify(results)}\n`);
      console.log(`\n${report(results)}\n`);
      console.log(`All results: ${resolve(options.jsonFile)}`);
    } finally {
      await replica.stop();
    }
  } finally {
    for (const { datname } of await query(
      postgres.url,
      'select datname from pg_database where starts_with(datname, ?)',
      [prefix],
    )) {
      await query(
        postgres.url,
        `drop database if exists "${datname}" with (force)`,
      );
    }
    await postgres.stop();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

async function startReplica(
  { sizes }: BenchmarkOptions,
  {
    name,
    entry,
    url,
    prefix,
    directory,
  }: {
    name: string;
    entry: string;
    url: string;
    prefix: string;
    directory: string;
  },
): Promise<Replica> {
  const { freePort } = await import('../../scripts/lib/ports.mjs');
  const port = await freePort();
  const replica = createReplica({
    name,
    entry,
    port,
    directory,
    config: replicaConfig({
      port,
      database: { client: 'pg', url, prefix },
      services: Array.from({ length: sizes.services }, (_, i) => ({
        name: serviceName(i),
      })),
      extra: {
        deployments: {
          environments: {
            production: { tier: 'production', target: { provider: 'nothing' } },
          },
        },
      },
    }),
  });
  replica.start();
  if (!(await replica.waitUntilReady(READY_TIMEOUT_MS))) {
    throw new Error(`The replica did not start; see ${replica.logFile}`);
  }
  return replica;
}

async function measure(
  options: BenchmarkOptions,
  replica: Replica,
  startWithoutRollups: () => Promise<Replica>,
  database: string,
): Promise<Omit<Results, 'at' | 'machine' | 'load' | 'options'>> {
  const knex = createKnex({
    client: 'pg',
    connection: database,
    pool: { min: 1, max: 1 },
  });
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  try {
    const startedAt = performance.now();
    console.log('Writing the source records');
    await fillSourceRecords(knex, options.sizes, today);
    await analyze(knex);
    const fillSeconds = (performance.now() - startedAt) / 1000;
    console.log(`  ${Math.round(fillSeconds)} s`);
    const recomputeMs = await waitUntilEmpty(knex, 'dora_dirty', left =>
      console.log(`Recomputing metrics: ${left} services left`),
    );
    const rollupMs = await waitUntilEmpty(knex, 'dora_unrolled', left =>
      console.log(`Writing rollups: ${left} days left`),
    );
    await analyze(knex);
    console.log('Sending the requests of the page');
    const without = options.withoutRollups
      ? await startWithoutRollups()
      : undefined;
    const queries = await measurePage(
      { url: replica.url, withoutRollups: without?.url },
      knex,
      options,
      today,
    );
    await without?.stop();
    const ingestion = await measureAllIngestion(
      replica.url,
      knex,
      options,
      today,
    );
    return {
      fillSeconds,
      recomputeSeconds: recomputeMs / 1000,
      rollupSeconds: rollupMs / 1000,
      queries,
      ingestion,
    };
  } finally {
    await knex.destroy();
  }
}

/** Updates statistics, as autovacuum would have done by then. */
async function analyze(knex: Knex): Promise<void> {
  await knex.raw('vacuum analyze');
}

/**
 * Sends events in batches and one at a time, with few and many concurrent requests, each time until the metrics are up
 * to date.
 */
async function measureAllIngestion(
  url: string,
  knex: Knex,
  { sizes, events }: BenchmarkOptions,
  at: number,
): Promise<IngestionResult[]> {
  if (events === 0) return [];
  console.log('Sending events');
  const { services } = sizes;
  const results: IngestionResult[] = [];
  for (const [name, batch, concurrency] of [
    ['many', 100, 4],
    ['single', 1, 16],
    ['crowd', 1, 64],
  ] as const) {
    const sent = await measureIngestion(url, {
      ...{ name, batch, concurrency },
      ...{ events, services, at },
    });
    const afterwards = await waitUntilEmpty(knex, 'dora_dirty');
    results.push({ ...sent, upToDateAfterSeconds: afterwards / 1000 });
  }
  return results;
}

runMain(USAGE, main);
