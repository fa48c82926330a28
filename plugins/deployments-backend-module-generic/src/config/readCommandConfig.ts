import { join, resolve } from 'node:path';
import type { Config } from '@backstage/config';
import {
  commandConfigSchema,
  type CommandDefinition,
} from './commandConfigSchema';
import { parseConfig } from './parseConfig';

/** The configuration of commands, with defaults. */
export interface CommandConfig {
  /** Absolute path of the folder with the records of commands. */
  dataDir: string;
  commands: Readonly<Record<string, CommandDefinition>>;
}

/**
 * Reads `deployments.command`. Returns `undefined` if the key is absent: commands can then not be used.
 *
 * @throws InputError that lists all mistakes with their config paths, without values.
 */
export function readCommandConfig(config: Config): CommandConfig | undefined {
  const parsed = parseConfig(
    config,
    'deployments.command',
    commandConfigSchema,
  );
  return (
    parsed && {
      dataDir: resolve(parsed.dataDir ?? getDefaultDataDir(config)),
      commands: parsed.commands,
    }
  );
}

/** A folder next to the SQLite files, if any, as for the local target. */
function getDefaultDataDir(config: Config): string {
  const connection = config.getOptional('backend.database.connection');
  const directory =
    typeof connection === 'object' &&
    connection !== null &&
    'directory' in connection &&
    typeof connection.directory === 'string'
      ? connection.directory
      : '.data';
  return join(directory, 'command');
}
