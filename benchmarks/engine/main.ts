import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atExit } from '../lib/cleanUp';
import { runMain } from '../lib/runMain';
import { describeMachine } from '../lib/machine';
import { openPostgres } from '../lib/postgres';
import { startScaffolder } from './contenders/scaffolder';
import { startSlipway } from './contenders/slipway';
import type { Databases } from './databases';
import { createDatabases } from './databases';
import type { BenchmarkOptions, DatabaseName } from './engineOptions';
import { readOptions, USAGE } from './engineOptions';
import type { Contenders } from './phases/rounds';
import { createNumbers, runRounds } from './phases/rounds';
import { runWaiting } from './phases/waiting';
import { report } from './report/engineReport';
import type {
  Comparison,
  Results,
  Round,
  WaitingResult,
} from './engineResults';

/** Commits are durable, on both databases and for both contenders. */
const DURABLE = { fsync: 'on', full_page_writes: 'on' };

/** The environment of a run, and its results so far. */
interface Bench {
  options: BenchmarkOptions;
  directory: string;
  databases: Databases;
  comparisons: Comparison[];
  waiting: WaitingResult[];
}

async function main(args: string[]): Promise<void> {
  const options = readOptions(args, join(__dirname, 'results.json'));
  const startedAt = performance.now();
  const scaffolderVersion = options.withPeer ? await installPeer() : undefined;
  const directory = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  atExit(() => rmSync(directory, { recursive: true, force: true }));
  const postgres = options.databases.includes('postgres')
    ? await openPostgres({ url: options.postgresUrl, settings: DURABLE })
    : undefined;
  const bench: Bench = {
    options,
    directory,
    databases: createDatabases(directory, postgres),
    comparisons: [],
    waiting: [],
  };
  try {
    for (const database of options.databases) {
      const counts = database === 'sqlite' ? [1] : options.replicas;
      for (const processes of counts) {
        await runPart(bench, database, processes, processes === counts[0]);
      }
    }
  } finally {
    await bench.databases.drop();
    await postgres?.stop();
  }
  const results: Results = {
    at: new Date().toISOString(),
    machine: describeMachine(postgres?.version),
    options,
    ...(scaffolderVersion === undefined ? {} : { scaffolderVersion }),
    comparisons: bench.comparisons,
    waiting: bench.waiting,
    seconds: (performance.now() - startedAt) / 1000,
  };
  writeFileSync(options.jsonFile, `${JSON.stringify(results)}\n`);
  console.log(`\n${report(results)}\n`);
  console.log(`All results: ${resolve(options.jsonFile)}`);
}

async function installPeer(): Promise<string> {
  const { ensurePeerInstalled } = await import('./peer/install.mjs');
  return ensurePeerInstalled();
}

/** Measures both contenders with the same number of processes, each on its own databases. */
async function runPart(
  bench: Bench,
  database: DatabaseName,
  processes: number,
  isFirst: boolean,
): Promise<void> {
  const { options, databases } = bench;
  const name = `${database}_${processes}`;
  console.log(`${name}: starting`);
  const slipway = await startSlipway({
    processes,
    database: databases.createOptions(database, `slipway_${name}`),
    directory: join(bench.directory, name),
  });
  let peer: Contenders['peer'];
  try {
    peer = options.withPeer
      ? await startScaffolder({
          processes,
          database: databases.createOptions(database, `scaffolder_${name}`),
          directory: join(bench.directory, name),
        })
      : undefined;
    const contenders: Contenders = {
      slipway,
      ...(peer ? { peer } : {}),
      take: createNumbers(),
    };
    bench.comparisons.push({
      database,
      processes,
      rounds: await runRounds(contenders, options, (round, number) =>
        console.log(`${name}: round ${number}: ${formatRound(round)}`),
      ),
    });
    await peer?.stop();
    if (isFirst && options.waiting > 0) {
      console.log(`${name}: with ${options.waiting} waiting deployments`);
      bench.waiting.push(await runWaiting(contenders, database, options));
    }
  } finally {
    await peer?.stop();
    await slipway.stop();
  }
}

function formatRound(round: Round): string {
  const { slipway, peer } = round;
  return [
    `${slipway.perSecond.toFixed(1)} per second`,
    ...(peer ? [`the Scaffolder ${peer.perSecond.toFixed(1)}`] : []),
  ].join(', ');
}

runMain(USAGE, main);
