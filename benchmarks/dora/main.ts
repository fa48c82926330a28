/**
 * How fast the delivery metrics are: a year of facts in PostgreSQL, worked in by a replica, asked over HTTP as the page does,
 * beside the four keys in plain SQL over the raw tables; and how fast events are taken in.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import createKnex from 'knex';
import type { Knex } from 'knex';
import { atExit } from '../lib/cleanUp';
import { measureLoad } from '../lib/load';
import { describeMachine } from '../lib/machine';
import { openPostgres, query } from '../lib/postgres';
import { createReplica } from '../lib/replica';
import type { Replica } from '../lib/replica';
import { replicaConfig } from '../lib/replicaConfig';
import { DAY_MS, fillFacts, serviceName, untilNoneIsLeft } from './fill';
import type { IngestionResult } from './ingestion';
import { measureIngestion } from './ingestion';
import type { BenchmarkOptions } from './options';
import { readOptions, USAGE } from './options';
import { askAll } from './questions';
import { report } from './report';
import type { Results } from './results';

/** A commit is on disk when it is answered; what a server of this size would be given. */
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
const READY_WITHIN_MS = 180_000;

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
    const replica = await startReplica(
      options,
      postgres.url,
      prefix,
      directory,
    );
    try {
      const measured = await measure(
        options,
        replica,
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
      console.log(`All figures: ${resolve(options.jsonFile)}`);
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
  url: string,
  prefix: string,
  directory: string,
): Promise<Replica> {
  const { freePort } = await import('../../scripts/lib/ports.mjs');
  const port = await freePort();
  const replica = createReplica({
    name: 'replica',
    entry: require.resolve('./replica'),
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
  if (!(await replica.untilReady(READY_WITHIN_MS))) {
    throw new Error(`The replica did not start; see ${replica.logFile}`);
  }
  return replica;
}

async function measure(
  options: BenchmarkOptions,
  replica: Replica,
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
    console.log('Filling the tables of facts');
    await fillFacts(knex, options.sizes, today);
    await analyze(knex);
    const fillSeconds = (performance.now() - startedAt) / 1000;
    console.log(`  ${Math.round(fillSeconds)} s`);
    const workedInMs = await untilNoneIsLeft(knex, 'dora_dirty', left =>
      console.log(`Working them in: ${left} services left`),
    );
    const packedMs = await untilNoneIsLeft(knex, 'dora_unrolled', left =>
      console.log(`Packing them: ${left} days left`),
    );
    await analyze(knex);
    console.log('Asking');
    const answered = await askAll(replica.url, knex, options, today);
    const ingestion = await takeIn(replica.url, knex, options, today);
    return {
      fillSeconds,
      workedInSeconds: workedInMs / 1000,
      packedSeconds: packedMs / 1000,
      answered,
      ingestion,
    };
  } finally {
    await knex.destroy();
  }
}

/** As autovacuum would have done by then. */
async function analyze(knex: Knex): Promise<void> {
  await knex.raw('vacuum analyze');
}

/** In batches and one by one, by few and by many at once, each time until all of it is worked in. */
async function takeIn(
  url: string,
  knex: Knex,
  { sizes, events }: BenchmarkOptions,
  at: number,
): Promise<IngestionResult[]> {
  if (events === 0) return [];
  console.log('Sending events');
  const { services } = sizes;
  const results: IngestionResult[] = [];
  for (const [name, batch, atOnce] of [
    ['many', 100, 4],
    ['single', 1, 16],
    ['crowd', 1, 64],
  ] as const) {
    const sent = await measureIngestion(url, {
      ...{ name, batch, atOnce },
      ...{ events, services, at },
    });
    const afterwards = await untilNoneIsLeft(knex, 'dora_dirty');
    results.push({ ...sent, workedInAfterSeconds: afterwards / 1000 });
  }
  return results;
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(USAGE);
} else {
  main(args).then(
    () => process.exit(0),
    error => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
