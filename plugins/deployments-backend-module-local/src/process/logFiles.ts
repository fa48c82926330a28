import {
  copyFile,
  mkdir,
  open,
  readdir,
  rm,
  stat,
  truncate,
} from 'node:fs/promises';
import path from 'node:path';

const TAIL_BYTES = 16 * 1024;

/** Absolute paths of the log files of an instance. */
export interface InstanceLogs {
  out: string;
  err: string;
}

/** Log files of all instances. `slug` names a service environment. */
export interface LogFiles {
  getPaths(slug: string, instance: string): InstanceLogs;
  /** Creates the log folder of a service environment. */
  createFolder(slug: string): Promise<void>;
  /** Reads the last non-empty lines of a file, from its last 16 KiB. Returns no lines if the file does not exist. */
  readTail(file: string, lines: number): Promise<string[]>;
  /** Rotates files that exceed the size limit. */
  limitSize(slug: string): Promise<void>;
  /**
   * Deletes the files of all but these instances and the ten most recent others, which are kept to investigate
   * failures.
   */
  prune(slug: string, running: readonly string[]): Promise<void>;
}

/** How many finished instances of a service environment keep their logs. */
const KEPT_FINISHED = 10;

/**
 * Processes write their output to files directly, not through the backend: when the backend dies, a pipe would break
 * and end the process. So the size is limited by polling: a file above the limit is copied to `.1` and truncated, which
 * works because the processes append. A file can exceed its limit between two polls.
 */
export function createLogFiles(dataDir: string, maxBytes: number): LogFiles {
  const getFolder = (slug: string) => path.join(dataDir, 'logs', slug);

  return {
    getPaths: (slug, instance) => ({
      out: path.join(getFolder(slug), `${instance}.out.log`),
      err: path.join(getFolder(slug), `${instance}.err.log`),
    }),
    async createFolder(slug) {
      await mkdir(getFolder(slug), { recursive: true, mode: 0o700 });
    },
    async readTail(file, lines) {
      let handle;
      try {
        handle = await open(file, 'r');
      } catch {
        return [];
      }
      try {
        const { size } = await handle.stat();
        const length = Math.min(size, TAIL_BYTES);
        const buffer = Buffer.alloc(length);
        await handle.read(buffer, 0, length, size - length);
        return buffer
          .toString('utf8')
          .split(/\r?\n/)
          .filter(line => line.trim() !== '')
          .slice(-lines);
      } finally {
        await handle.close();
      }
    },
    async limitSize(slug) {
      for (const name of await list(getFolder(slug))) {
        if (!name.endsWith('.log')) continue;
        const file = path.join(getFolder(slug), name);
        const size = await stat(file).then(
          found => found.size,
          () => 0,
        );
        if (size <= maxBytes) continue;
        await copyFile(file, `${file}.1`);
        await truncate(file, 0);
        // The copy is limited too, because a process can write a lot between two polls.
        const kept = await open(`${file}.1`, 'r+');
        try {
          await kept.truncate(Math.min(size, maxBytes));
        } finally {
          await kept.close();
        }
      }
    },
    async prune(slug, running) {
      const finished = new Map<string, number>();
      for (const name of await list(getFolder(slug))) {
        const instance = name.split('.')[0] ?? name;
        if (running.includes(instance)) continue;
        const changed = await stat(path.join(getFolder(slug), name)).then(
          found => found.mtimeMs,
          () => 0,
        );
        finished.set(instance, Math.max(finished.get(instance) ?? 0, changed));
      }
      const surplus = [...finished]
        .sort(([, a], [, b]) => b - a)
        .slice(KEPT_FINISHED);
      for (const [instance] of surplus) {
        for (const suffix of ['out.log', 'err.log', 'out.log.1', 'err.log.1']) {
          await rm(path.join(getFolder(slug), `${instance}.${suffix}`), {
            force: true,
          });
        }
      }
    },
  };
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
