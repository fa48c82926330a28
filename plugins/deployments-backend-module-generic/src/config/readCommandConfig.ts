import { resolve } from 'node:path';
import type { Config } from '@backstage/config';
import {
  getDefaultDataDir,
  parseConfig,
} from '@slipway/backstage-plugin-deployments-node/config';
import {
  commandConfigSchema,
  type CommandDefinition,
} from './commandConfigSchema';

/** The configuration of commands, with defaults. */
export interface CommandConfig {
  /** Absolute path of the folder with the records of commands. */
  dataDir: string;
  commands: Readonly<Record<string, CommandDefinition>>;
}

/**
 * Reads `deployments.command`. Returns `undefined` if the key is absent: commands can then not be used.
 *
 * @throws InputError that lists all mistakes with their config paths, without secrets.
 */
export function readCommandConfig(config: Config): CommandConfig | undefined {
  const parsed = parseConfig(
    config,
    'deployments.command',
    commandConfigSchema,
  );
  return (
    parsed && {
      dataDir: resolve(parsed.dataDir ?? getDefaultDataDir(config, 'command')),
      commands: parsed.commands,
    }
  );
}
