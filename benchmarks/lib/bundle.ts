import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { atExit } from './cleanUp';

/** What is looked up at run time: native, optional, or reading files beside itself. */
const LEFT_OUT = [
  '@google-cloud/cloud-sql-connector',
  'better-sqlite3',
  'cpu-features',
  'mariadb',
  'mysql',
  'mysql2',
  'oracledb',
  'pg-format',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'ssh2',
  'tedious',
  'ts-json-schema-generator',
  'typescript',
];

/**
 * Packs a replica's entry with all that it imports into one file, for `createReplica`: it starts at half the cost, and
 * what is measured stays the same while somebody changes the sources. The file is gone when this process ends.
 *
 * @param entry - absolute path of the TypeScript file that calls `runReplica`
 */
export async function bundleReplica(entry: string): Promise<string> {
  // Inside of the repository, so that what is left out is found.
  const directory = join(
    dirname(__dirname),
    'dist',
    `${basename(dirname(entry))}-${process.pid}`,
  );
  mkdirSync(directory, { recursive: true });
  atExit(() => rmSync(directory, { recursive: true, force: true }));
  const outfile = join(directory, 'replica.cjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: LEFT_OUT,
    loader: { '.node': 'empty' },
    logLevel: 'error',
  });
  return outfile;
}
