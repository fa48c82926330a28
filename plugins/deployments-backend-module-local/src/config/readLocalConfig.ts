import path from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { describeIssues } from './describeIssues';
import { localConfigSchema, type LocalConfig } from './localConfigSchema';

/** The configuration with defaults. Durations are in milliseconds. */
export interface ReadLocalConfig extends LocalConfig {
  /** Absolute path. */
  dataDir: string;
}

const ROOT = 'deployments.local';

/**
 * Reads `deployments.local`. Returns `undefined` if the key is absent: the module then does nothing.
 *
 * @throws InputError that lists all mistakes with their config paths.
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
    dataDir: path.resolve(parsed.data.dataDir ?? getDefaultDataDir(config)),
  };
}

/**
 * A folder next to the SQLite files, if any. Relative paths are resolved against the backend's working directory, as for
 * SQLite.
 */
function getDefaultDataDir(config: Config): string {
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
