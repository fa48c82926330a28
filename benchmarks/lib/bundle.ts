import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { atExit } from './cleanUp';

/** Modules that are loaded at run time, because they are native, optional, or read files next to themselves. */
const EXTERNAL = [
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
 * Bundles a replica's entry for `createReplica`. The bundle starts in half the time, and later changes of the sources
 * do not affect the measurement. It is deleted when this process ends.
 *
 * @param entry - absolute path of the TypeScript file that calls `runReplica`
 * @param options.name - names the bundle's folder; the name of the entry's folder by default
 * @param options.replaced - files that take the place of modules, by the modules' absolute paths without extension
 */
export async function bundleReplica(
  entry: string,
  options: { name?: string; replaced?: ReadonlyMap<string, string> } = {},
): Promise<string> {
  const { name = basename(dirname(entry)), replaced = new Map() } = options;
  // Inside the repository, so that external modules are found.
  const directory = join(dirname(__dirname), 'dist', `${name}-${process.pid}`);
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
    external: EXTERNAL,
    loader: { '.node': 'empty' },
    logLevel: 'error',
    plugins: [replaceModules(replaced)],
  });
  return outfile;
}

/** Replaces modules for everyone but their replacements. Fails if nobody imports one, because it was moved or renamed. */
function replaceModules(replaced: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'replace-modules',
    setup({ onResolve, onEnd }) {
      const files = new Set(replaced.values());
      const found = new Set<string>();
      onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
        const module = resolve(resolveDir, path);
        const file = replaced.get(module);
        if (file === undefined || files.has(importer)) return undefined;
        found.add(module);
        return { path: file };
      });
      onEnd(() => ({
        errors: [...replaced.keys()]
          .filter(module => !found.has(module))
          .map(module => ({ text: `No file imports ${module}` })),
      }));
    },
  };
}
