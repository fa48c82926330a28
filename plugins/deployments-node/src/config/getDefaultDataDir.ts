import { join } from 'node:path';
import type { Config } from '@backstage/config';

/**
 * Returns the folder for a module's files: next to those of SQLite, if there are any, else in `.data`. A relative path is meant
 * from the backend's working directory, as for SQLite.
 *
 * @param name - Name of the folder.
 * @public
 */
export function getDefaultDataDir(config: Config, name: string): string {
  const connection = config.getOptional('backend.database.connection');
  const directory =
    typeof connection === 'object' &&
    connection !== null &&
    'directory' in connection &&
    typeof connection.directory === 'string'
      ? connection.directory
      : '.data';
  return join(directory, name);
}
