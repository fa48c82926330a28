import path from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { describeIssues } from './describeIssues';
import { localConfigSchema, type LocalConfig } from './localConfigSchema';

export interface ReadLocalConfig extends LocalConfig {
  dataDir: string;
}

const ROOT = 'deployments.local';

/**
 * Reads `deployments.local`. All mistakes are reported at once, each with its config path. `undefined` when the key is
 * absent: the module then does nothing.
 */
export function readLocalConfig(config: Config): ReadLocalConfig | undefined {
  const raw = config.getOptional(ROOT);
  if (raw === undefined || raw === null) return undefined;

  const parsed = localConfigSchema.safeParse(raw);
  if (!parsed.success) {
    const mistakes = describeIssues(parsed.error, ROOT);
    throw new InputError(
      `The configuration of the local target has ${
        mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`
      }:\n${mistakes.map(mistake => `  ${mistake}`).join('\n')}`,
    );
  }
  return {
    ...parsed.data,
    dataDir: path.resolve(parsed.data.dataDir ?? defaultDataDir(config)),
  };
}

/** Beside the SQLite files where there are some. Relative paths start, as SQLite's do, where the backend runs. */
function defaultDataDir(config: Config): string {
  const connection = config.getOptional('backend.database.connection');
  const directory =
    typeof connection === 'object' &&
    connection !== null &&
    'directory' in connection &&
    typeof connection.directory === 'string'
      ? connection.directory
      : '.data';
  return path.join(directory, 'local');
}
