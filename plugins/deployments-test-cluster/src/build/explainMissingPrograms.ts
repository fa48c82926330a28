import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names the command that installs the programs that are missing on the PATH; `undefined` if none are.
 *
 * @param programs - As Debian names both the programs and their packages.
 */
export function explainMissingPrograms(
  programs: readonly string[],
): string | undefined {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  const missing = programs.filter(
    program => !folders.some(folder => existsSync(join(folder, program))),
  );
  return missing.length === 0
    ? undefined
    : `${missing.join(
        ' and ',
      )} must be on the PATH. On Debian: \`apt-get install --no-install-recommends ${missing.join(
        ' ',
      )}\`.`;
}
