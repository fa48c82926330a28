import path from 'node:path';
import type { Config } from '@backstage/config';
import {
  getDefaultDataDir,
  parseConfig,
} from '@slipway/backstage-plugin-deployments-node/config';
import { localConfigSchema, type LocalConfig } from './localConfigSchema';

/** The configuration with defaults. Durations are in milliseconds. */
export interface ReadLocalConfig extends LocalConfig {
  /** Absolute path. */
  dataDir: string;
}

/**
 * Reads `deployments.local`. Returns `undefined` if the key is absent: the module then does nothing.
 *
 * @throws InputError that lists all mistakes with their config paths.
 */
export function readLocalConfig(config: Config): ReadLocalConfig | undefined {
  const parsed = parseConfig(config, 'deployments.local', localConfigSchema);
  return (
    parsed && {
      ...parsed,
      dataDir: path.resolve(
        parsed.dataDir ?? getDefaultDataDir(config, 'local'),
      ),
    }
  );
}
