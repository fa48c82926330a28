import { join, resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/**
 * Loaded by path and not bundled, because `npm start` loads the same plain JavaScript file before anything is built.
 */
const {
  waitForDataDir,
  describeOwner,
}: typeof import('./dataDirLock') = require(resolvePackagePath(
  'backend',
  'src/demo/dataDirLock.js',
));

/** How long a previous backend may take to stop when this one replaces it after a change of a source file. */
const CLAIM_TIMEOUT_MS = 20_000;

/**
 * Makes this process the only backend of the data directory, before it opens a database or writes anything there. Its
 * process id is in `backend.pid`, so that a visitor can kill the backend and see it recover, and `npm start` notices.
 * The file is removed when the process exits normally; a remaining file names a process that died.
 *
 * @throws Error if another backend uses the directory.
 */
export async function claimDataDir(
  timeoutMs: number = CLAIM_TIMEOUT_MS,
): Promise<void> {
  const directory = resolve(process.env.SLIPWAY_DATA_DIR || '../../.data');
  const claim = await waitForDataDir(directory, 'backend', timeoutMs);
  if ('owner' in claim) {
    throw new Error(
      `${describeOwner(
        directory,
        'backend',
        claim.owner,
      )} Stop it (\`kill $(cat ${join(
        directory,
        'backend.pid',
      )})\`), or set SLIPWAY_DATA_DIR to another directory.`,
    );
  }
  process.once('exit', exitCode => {
    if (exitCode === 0) claim.release();
  });
}
