import { join, resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** Plain JavaScript, which `npm start` loads as well: bundled, it would not be one module for both. */
const {
  claimDataDirPatiently,
  describeOwner,
}: typeof import('./dataDirLock') = require(resolvePackagePath(
  'backend',
  'src/demo/dataDirLock.js',
));

/** How long the backend before may take to stop, when this one replaces it after a change of a source file. */
const PATIENCE_MS = 20_000;

/**
 * Makes this process the one backend of the data directory, before it opens a database or writes anything there, and
 * leaves its id in `backend.pid`: a visitor can kill the backend and watch it recover, and `npm start` can tell. Rejects
 * when another backend has the directory. The file goes when the process ends in order; one that stays names a process
 * that died.
 */
export async function claimDataDir(
  patienceMs: number = PATIENCE_MS,
): Promise<void> {
  const directory = resolve(process.env.SLIPWAY_DATA_DIR || '../../.data');
  const claim = await claimDataDirPatiently(directory, 'backend', patienceMs);
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
