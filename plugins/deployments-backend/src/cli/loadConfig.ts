import { dirname } from 'node:path';
import { ConfigSources } from '@backstage/config-loader';
import type { Config } from '@backstage/config';

/** Replaces the values of environment variables that are not set. */
export const UNSET = 'unset-';

/**
 * Reads app-config as the portal does when it starts.
 *
 * @param files - Absolute paths; if empty, the usual files in `root`.
 * @param lax - Accept environment variables that are not set.
 */
export async function loadConfig(
  files: string[],
  root: string,
  lax: boolean,
): Promise<Config> {
  const source = ConfigSources.default({
    argv: files.flatMap(path => ['--config', path]),
    rootDir: files.length > 0 ? dirname(files[0]) : root,
    watch: false,
    ...(lax && {
      substitutionFunc: async (name: string) =>
        process.env[name] ?? `${UNSET}${name}`,
    }),
  });
  const config = await ConfigSources.toConfig(source);
  config.close();
  return config;
}
