import { chmod, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
/** A database file, or one that SQLite creates next to it. */
const SQLITE_FILE = /\.sqlite3?(-wal|-shm|-journal)?$/;
const STICKY = 0o1000;

/**
 * Makes a database readable only by the user that runs the backend. Backstage creates it with the umask's mode, usually
 * readable by everyone. The folder, which also contains the databases of other plugins, is restricted too, unless other users
 * seem to use it. A failure is logged and does not prevent the start.
 *
 * @param file - the main database file; files that SQLite later creates next to it get the same mode
 */
export async function protectSqliteFiles(
  file: string,
  logger?: Pick<LoggerService, 'warn'>,
): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  const change = async (what: string, mode: number) => {
    try {
      const found = await stat(what);
      // Windows has no such modes, and reports others.
      if ((found.mode & 0o777 & ~mode) === 0) return;
      await chmod(what, mode);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      logger?.warn(
        `Other users of this machine may read ${what}, and its mode cannot be changed to ${mode.toString(
          8,
        )}: ${stringifyError(error)}`,
      );
    }
  };
  await change(file, OWNER_ONLY_FILE);
  for (const suffix of ['-wal', '-shm', '-journal']) {
    await change(`${file}${suffix}`, OWNER_ONLY_FILE);
  }
  if (!(await isPrivateFolder(folder))) return;
  await change(folder, OWNER_ONLY_FOLDER);
  for (const name of await readdir(folder)) {
    if (SQLITE_FILE.test(name)) {
      await change(path.join(folder, name), OWNER_ONLY_FILE);
    }
  }
}

/** Whether only this backend uses the folder: it isn't shared (`/tmp`), a home folder, or a parent of the running program. */
async function isPrivateFolder(folder: string): Promise<boolean> {
  const { mode, uid } = await stat(folder);
  const above = path.relative(folder, process.cwd());
  return (
    (mode & STICKY) === 0 &&
    uid === process.getuid?.() &&
    above.startsWith('..') &&
    folder !== homedir()
  );
}
