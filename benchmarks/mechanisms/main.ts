/** Measures the engine with and without each mechanism that makes it faster, alternating in the same run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSlipway } from '../engine/contenders/slipway';
import type { Databases } from '../engine/databases';
import { createDatabases } from '../engine/databases';
import type { DatabaseName } from '../engine/engineOptions';
import { createNumbers, runRounds } from '../engine/phases/rounds';
import { bundleReplica } from '../lib/bundle';
import { atExit } from '../lib/cleanUp';
import { runMain } from '../lib/runMain';
import { describeMachine, formatMachine } from '../lib/machine';
import { openPostgres } from '../lib/postgres';
import type { MechanismOptions } from './mechanismOptions';
import { readOptions, USAGE } from './mechanismOptions';
import type { MechanismResult } from './mechanismReport';
import { formatMechanisms } from './mechanismReport';
import type { Mechanism } from './mechanisms';

const DURABLE = { fsync: 'on', full_page_writes: 'on' };
const REPLICA = require.resolve('../engine/replica');
const BACKEND = join(__dirname, '../../plugins/deployments-backend/src');

async function main(args: string[]): Promise<void> {
  const options = readOptions(args, join(__dirname, 'results.json'));
  const directory = mkdtempSync(join(tmpdir(), 'slipway-mechanisms-'));
  atExit(() => rmSync(directory, { recursive: true, force: true }));
  const postgres = options.databases.includes('postgres')
    ? await openPostgres({ settings: DURABLE })
    : undefined;
  const databases = createDatabases(directory, postgres);
  const results: MechanismResult[] = [];
  try {
    const bundle = await bundleReplica(REPLICA);
    for (const mechanism of options.mechanisms) {
      for (const database of mechanism.databases) {
        if (options.databases.includes(database)) {
          results.push(
            await compare(mechanism, database, {
              options,
              databases,
              directory,
              bundle,
            }),
          );
          console.log(`${formatMechanisms(results.slice(-1))}\n`);
        }
      }
    }
  } finally {
    await databases.drop();
    await postgres?.stop();
  }
  const machine = describeMachine(postgres?.version);
  writeFileSync(
    options.jsonFile,
    `${JSON.stringify({
      at: new Date().toISOString(),
      machine,
      options,
      results,
    })}\n`,
  );
  console.log(
    `Measured ${new Date().toISOString().slice(0, 10)} on ${formatMachine(
      machine,
    )}. Ratios are with : without.\n`,
  );
  console.log(`${formatMechanisms(results)}\n`);
  console.log(`All results: ${resolve(options.jsonFile)}`);
}

interface Bench {
  options: MechanismOptions;
  databases: Databases;
  directory: string;
  /** The replica with all mechanisms. */
  bundle: string;
}

async function compare(
  mechanism: Mechanism,
  database: DatabaseName,
  { options, databases, directory, bundle }: Bench,
): Promise<MechanismResult> {
  const { name } = mechanism;
  const run = `${name.replaceAll('-', '_')}_${database}`;
  const start = (contender: string, file: string) =>
    startSlipway({
      name: contender,
      processes: 1,
      bundle: file,
      database: databases.createOptions(
        database,
        `${contender === 'with' ? 'w' : 'wo'}_${run}`,
      ),
      directory: join(directory, run),
    });
  const slipway = await start('with', bundle);
  try {
    const peer = await start(
      'without',
      await bundleReplica(REPLICA, {
        name: `without-${name}`,
        replaced: new Map(
          Object.entries(mechanism.replaced).map(([module, file]) => [
            join(BACKEND, module),
            file,
          ]),
        ),
      }),
    );
    try {
      const rounds = await runRounds(
        { slipway, peer, take: createNumbers() },
        options,
        () => {},
      );
      return { mechanism: name, database, processes: 1, rounds };
    } finally {
      await peer.stop();
    }
  } finally {
    await slipway.stop();
  }
}

runMain(USAGE, main);
