import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Leaves this process's id in `backend.pid` of the data directory, so that a
 * visitor can kill the backend and watch it recover, and `npm start` can tell.
 * The file goes when the process ends in order; one that stays names a process
 * that died.
 */
export function writePidFile(): void {
  const directory = resolve(process.env.SLIPWAY_DATA_DIR || '../../.data');
  const file = join(directory, 'backend.pid');

  mkdirSync(directory, { recursive: true });
  writeFileSync(file, `${process.pid}\n`);
  process.once('exit', exitCode => {
    if (exitCode === 0) rmSync(file, { force: true });
  });
}
