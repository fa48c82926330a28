/**
 * Measures what a deployment needs on PostgreSQL, checks a queueing model against the measured throughput of this
 * machine, and prints what the model predicts for other machines and numbers of replicas.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DatabaseOptions } from '../engine/contenders/contender';
import { startSlipway } from '../engine/contenders/slipway';
import { createDatabases } from '../engine/databases';
import { createNumbers } from '../engine/phases/rounds';
import { measureThroughput } from '../engine/phases/throughput';
import { bundleReplica } from '../lib/bundle';
import { atExit } from '../lib/cleanUp';
import { runMain } from '../lib/runMain';
import { describeMachine } from '../lib/machine';
import { pollUntil } from '../lib/pollUntil';
import type { PostgresServer } from '../lib/postgres';
import { openPostgres, query } from '../lib/postgres';
import type { CapacityResults } from './capacityReport';
import { report } from './capacityReport';
import { measureCommits } from './measureCommits';
import type { MeasuredDemand } from './measureDemand';
import { measureDemand, measureIdle } from './measureDemand';

const USAGE = `Usage: npm run bench:capacity -- [--quick]

Measures what a deployment needs on PostgreSQL, and prints what a queueing model predicts for other machines. It needs
Linux, and about five minutes.

  --quick   small sizes, about a minute; only shows that it works`;

const SETTINGS = {
  fsync: 'on',
  full_page_writes: 'on',
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
};
const WARM_UP_JOBS = 200;
/** As many as `bench:engine` submits together. */
const TOGETHER = 200;
/** As many as a replica works on at the same time, so that each starts in its request. */
const CAPACITY = 50;

interface Sizes {
  alone: number;
  waves: number;
  idleSeconds: number;
}

const FULL: Sizes = { alone: 100, waves: 5, idleSeconds: 70 };
const QUICK: Sizes = { alone: 20, waves: 1, idleSeconds: 10 };

async function main(sizes: Sizes): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-capacity-'));
  atExit(() => rmSync(directory, { recursive: true, force: true }));
  const postgres = await openPostgres({ settings: SETTINGS });
  try {
    const measured = await measure(sizes, postgres, directory);
    const results: CapacityResults = {
      at: new Date().toISOString(),
      machine: describeMachine(postgres.version),
      ...measured,
    };
    const file = join(__dirname, 'results.json');
    writeFileSync(file, `${JSON.stringify(results)}\n`);
    console.log(`\n${report(results)}\n`);
    console.log(`All results: ${resolve(file)}`);
  } finally {
    await postgres.stop();
  }
}

async function measure(
  sizes: Sizes,
  postgres: PostgresServer,
  directory: string,
): Promise<Omit<CapacityResults, 'at' | 'machine'>> {
  const databases = createDatabases(directory, postgres);
  const bundle = await bundleReplica(require.resolve('../engine/replica'));
  const commits = await measureCommits(
    await postgres.createDatabase('commits'),
  );
  const throughputs: CapacityResults['throughputs'] = [];
  const demands: CapacityResults['demands'] = [];
  let idle: CapacityResults['idle'] | undefined;
  let demandOfTwo: MeasuredDemand | undefined;
  for (const processes of [1, 2]) {
    console.log(`Replicas: ${processes}`);
    const name = `capacity_${processes}`;
    const database = databases.createOptions('postgres', name);
    const slipway = await startSlipway({
      processes,
      bundle,
      database,
      directory: join(directory, name),
    });
    const take = createNumbers();
    try {
      await measureThroughput(slipway, take(WARM_UP_JOBS));
      const url = toUrl(postgres.url, database);
      await query(url, 'create extension pg_stat_statements');
      if (processes === 1) {
        for (const [concurrent, jobs] of [
          [1, sizes.alone],
          [CAPACITY, sizes.waves * TOGETHER],
          [TOGETHER, sizes.waves * TOGETHER],
        ]) {
          demands.push(
            await measureDemand(slipway, url, take(jobs), concurrent),
          );
        }
        console.log('Measuring an idle replica');
        await waitUntilCaughtUp(url);
        idle = await measureIdle(slipway, url, sizes.idleSeconds);
      }
      const rates: number[] = [];
      for (let wave = 0; wave < sizes.waves; wave++) {
        rates.push(await measureThroughput(slipway, take(TOGETHER)));
      }
      throughputs.push({ processes, rates });
      if (processes === 2) {
        demandOfTwo = await measureDemand(
          slipway,
          url,
          take(sizes.waves * TOGETHER),
          TOGETHER,
        );
      }
    } finally {
      await slipway.stop();
    }
  }
  if (!idle || !demandOfTwo) throw new Error('Nothing was measured');
  return {
    commits,
    concurrent: TOGETHER,
    demands,
    demandOfTwo,
    idle,
    throughputs,
  };
}

/** Waits until messages are sent and the metrics of all deployments are derived. */
async function waitUntilCaughtUp(url: string): Promise<void> {
  const isCaughtUp = await pollUntil(
    async () => {
      const [row] = await query(
        url,
        `select (select count(*) from outbox) + (select count(*) from dora_pending)
          + (select count(*) from dora_dirty) as waiting`,
      );
      return Number(row?.waiting) === 0 || undefined;
    },
    { intervalMs: 1_000, timeoutMs: 120_000 },
  );
  if (!isCaughtUp) throw new Error('The replica did not catch up');
}

function toUrl(server: string, database: DatabaseOptions): string {
  const url = new URL(server);
  // Backstage creates a database for each plugin.
  url.pathname =
    database.client === 'pg' ? `${database.prefix}deployments` : '';
  return url.toString();
}

runMain(USAGE, args => main(args.includes('--quick') ? QUICK : FULL));
