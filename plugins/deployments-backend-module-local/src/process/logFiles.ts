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

export interface InstanceLogs {
  out: string;
  err: string;
}

export interface LogFiles {
  of(place: string, instance: string): InstanceLogs;
  /** Creates the folder of a place. */
  prepare(place: string): Promise<void>;
  /** The last lines of a file, without empty ones; none when there is no file. */
  tail(file: string, lines: number): Promise<string[]>;
  /** Keeps the files of a place within the limit. */
  bound(place: string): Promise<void>;
  /** Removes files of instances other than these, the newest few kept for whoever looks into a failure. */
  prune(place: string, keep: readonly string[]): Promise<void>;
}

/** How many finished instances' logs stay per place. */
const KEPT_FINISHED = 10;

/**
 * Output of processes goes straight to files, not through us: a pipe would break, and take the process with it, when
 * the backend dies. So the limit is kept by looking now and then: a file above it is copied to `.1` and emptied in
 * place, which works because the processes append. A file may exceed its limit between two looks.
 */
export function createLogFiles(dataDir: string, maxBytes: number): LogFiles {
  const folderOf = (place: string) => path.join(dataDir, 'logs', place);

  return {
    of: (place, instance) => ({
      out: path.join(folderOf(place), `${instance}.out.log`),
      err: path.join(folderOf(place), `${instance}.err.log`),
    }),
    async prepare(place) {
      await mkdir(folderOf(place), { recursive: true, mode: 0o700 });
    },
    async tail(file, lines) {
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
    async bound(place) {
      for (const name of await list(folderOf(place))) {
        if (!name.endsWith('.log')) continue;
        const file = path.join(folderOf(place), name);
        const size = await stat(file).then(
          found => found.size,
          () => 0,
        );
        if (size <= maxBytes) continue;
        await copyFile(file, `${file}.1`);
        await truncate(file, 0);
        // What was written far above the limit between two looks is not kept.
        const kept = await open(`${file}.1`, 'r+');
        try {
          await kept.truncate(Math.min(size, maxBytes));
        } finally {
          await kept.close();
        }
      }
    },
    async prune(place, keep) {
      const finished = new Map<string, number>();
      for (const name of await list(folderOf(place))) {
        const instance = name.split('.')[0] ?? name;
        if (keep.includes(instance)) continue;
        const changed = await stat(path.join(folderOf(place), name)).then(
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
          await rm(path.join(folderOf(place), `${instance}.${suffix}`), {
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
