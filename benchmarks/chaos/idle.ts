import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentsClient } from '@slipway/backstage-plugin-deployments-common';
import { unwrapResponse } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Machine } from '../lib';
import {
  describeMachine,
  openPostgres,
  pollUntil,
  serviceRef,
  table,
} from '../lib';
import { createFleet } from './fleet';
import type { Observer } from './observer';
import { createMeasurer } from './observer';
import type { ChaosOptions } from './chaosOptions';
import { startPgBouncer } from './pgbouncer';
import { createDeploymentsConfig, REQUESTER, createServices } from './scenario';
import { createBehaviour } from './world/behaviour';
import { openEffectLog } from './world/effectLog';
import { startWorld } from './world/world';

/** Database load of an idle fleet with this many waiting deployments. */
interface IdleCost {
  waiting: number;
  queriesPerSecond: number;
  transactionsPerSecond: number;
  /** Rows read by index or sequential scan; scanning all waiting deployments would show here. */
  rowsReadPerSecond: number;
  /** Milliseconds of the server's time in each second. */
  busyMsPerSecond: number;
}

export interface IdleReport {
  seed: number;
  replicas: number;
  machine: Machine;
  costs: IdleCost[];
}

const SETTLE_MS = 20_000;
const MEASURE_MS = 40_000;

/** Measures the cost of waiting deployments: none, a tenth of the given number, and all of it. */
export async function measureIdle(
  options: ChaosOptions & { idle: number },
  print: (line: string) => void,
): Promise<IdleReport> {
  const directory = options.out ?? mkdtempSync(join(tmpdir(), 'slipway-idle-'));
  mkdirSync(directory, { recursive: true });
  const server = await openPostgres({
    ...(options.postgres === undefined ? {} : { url: options.postgres }),
    settings: { shared_preload_libraries: 'pg_stat_statements' },
  });
  const { seed, leaseMs } = options;
  const prefix = `idle_${seed}_${process.pid}_`;
  const pluginUrl = new URL(server.url);
  pluginUrl.pathname = `/${prefix}deployments`;
  const log = openEffectLog(join(directory, 'effects.jsonl'));
  const behaviour = createBehaviour({ seed, leaseMs });
  const world = await startWorld({ log, behaviour });
  world.calmDown();
  const services = createServices(3);
  const fleet = await createFleet({
    count: options.replicas,
    databaseUrl: options.listens
      ? server.url
      : await startPgBouncer(server.url, directory),
    databasePrefix: prefix,
    services,
    extra: createDeploymentsConfig({ leaseMs }),
    worldUrl: world.url,
    directory,
  });
  const observer = createMeasurer(pluginUrl.toString());
  try {
    for (const replica of fleet.replicas) {
      if (!(await fleet.startAndWait(replica))) {
        throw new Error(`${replica.name} did not start; see ${directory}`);
      }
    }
    const [replica] = fleet.ready();
    if (!replica) {
      throw new Error('No replica is ready');
    }
    const { knex } = observer;
    await knex.raw('create extension if not exists pg_stat_statements');
    const costs: IdleCost[] = [];
    let first: string | undefined;
    for (const count of [0, Math.round(options.idle / 10), options.idle]) {
      if (count > 0) {
        first ??= await makeWaiting(replica.client(REQUESTER), observer);
        await fillUp(knex, first, count);
      }
      print(
        `${count} waiting deployments; measuring for ${MEASURE_MS / 1_000} s`,
      );
      await sleep(SETTLE_MS);
      costs.push(await measure(knex, count));
    }
    const report = {
      seed,
      replicas: options.replicas,
      machine: describeMachine(server.version),
      costs,
    };
    writeFileSync(
      join(directory, 'idle.json'),
      `${JSON.stringify(report, null, 2)}\n`,
    );
    return report;
  } finally {
    await fleet.stopAll();
    await observer.close();
    await world.close();
    await server.stop();
    log.close();
  }
}

export function formatIdleReport({ costs }: IdleReport): string {
  return table(
    [
      'waiting deployments',
      'queries/s',
      'transactions/s',
      'rows read/s',
      'server busy, ms/s',
    ],
    costs.map(cost => [
      cost.waiting,
      round(cost.queriesPerSecond),
      round(cost.transactionsPerSecond),
      round(cost.rowsReadPerSecond),
      round(cost.busyMsPerSecond),
    ]),
  );
}

/** Creates a deployment that waits for an approval, of which the others will be copies. */
async function makeWaiting(
  client: DeploymentsClient,
  observer: Observer,
): Promise<string> {
  // The golden path of the third service starts with an approval.
  const service = serviceRef('service-3');
  await client.POST('/services/{ref}/versions', {
    params: { path: { ref: service } },
    body: { name: 'v1', artifact: 'sha256:1' },
  });
  const { id } = await unwrapResponse(
    client.POST('/deployments', {
      params: {},
      body: { service, environment: 'fenced', artifact: 'sha256:1' },
    }),
  );
  const isWaiting = await pollUntil(
    async () =>
      observer
        .knex('deployments')
        .where({ id, status: 'waiting' })
        .whereNull('owner')
        .first('id'),
    { intervalMs: 200, timeoutMs: 60_000 },
  );
  if (isWaiting) {
    return id;
  }
  throw new Error('The deployment did not start to wait for its approval');
}

/**
 * Copies the deployment with its events, each to its own service environment. Creating them one by one would take an
 * hour.
 */
async function fillUp(knex: Knex, id: string, count: number): Promise<void> {
  const copy = `'copy-' || n`;
  const service = `'component:default/copy-' || n`;
  await knex.transaction(async trx => {
    const [{ there }] = await trx('deployments').count({ there: '*' });
    const from = Number(there);
    await trx.raw(
      `insert into deployments
       select (jsonb_populate_record(d, jsonb_build_object(
         'id', ${copy}, 'service', ${service}, 'idempotency_key', null,
         'state', replace(replace(d.state, d.id, ${copy}), d.service, ${service})))).*
       from deployments d, generate_series(?::int, ?::int) n where d.id = ?`,
      [from, count - 1, id],
    );
    await trx.raw(
      `insert into deployment_events
       select (jsonb_populate_record(e, jsonb_build_object(
         'deployment_id', ${copy}, 'data', replace(e.data, e.deployment_id, ${copy})))).*
       from deployment_events e, generate_series(?::int, ?::int) n where e.deployment_id = ?`,
      [from, count - 1, id],
    );
    await trx.raw(
      `insert into service_environments
       select (jsonb_populate_record(p, jsonb_build_object('service', ${service}, 'holder', ${copy}))).*
       from service_environments p, generate_series(?::int, ?::int) n where p.holder = ?`,
      [from, count - 1, id],
    );
  });
  await knex.raw('analyze');
}

async function measure(knex: Knex, waiting: number): Promise<IdleCost> {
  const before = await readCounters(knex);
  await sleep(MEASURE_MS);
  const after = await readCounters(knex);
  const perSecond = (name: keyof typeof before) =>
    ((after[name] - before[name]) / (after.at - before.at)) * 1_000;
  return {
    waiting,
    queriesPerSecond: perSecond('queries'),
    transactionsPerSecond: perSecond('transactions'),
    rowsReadPerSecond: perSecond('rows'),
    busyMsPerSecond: perSecond('busyMs'),
  };
}

async function readCounters(knex: Knex) {
  const { rows } = await knex.raw(
    `select (extract(epoch from clock_timestamp()) * 1000)::float8 as at,
       (select sum(calls)::float8 from pg_stat_statements where dbid = d.datid) as queries,
       (select sum(total_exec_time)::float8 from pg_stat_statements where dbid = d.datid) as "busyMs",
       (xact_commit + xact_rollback)::float8 as transactions,
       (tup_returned + tup_fetched)::float8 as rows
     from pg_stat_database d where datname = current_database()`,
  );
  const counters: Record<
    'at' | 'queries' | 'busyMs' | 'transactions' | 'rows',
    number
  > = rows[0];
  return counters;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
