import { readFile, rename, rm, writeFile } from 'node:fs/promises';

/** How much of a file was sent. Stored next to the file. */
export interface Progress {
  source: string;
  /** Number of records that were sent; the fields below count their outcomes. */
  records: number;
  accepted: number;
  repeated: number;
  unmapped: number;
  rejected: number;
  /**
   * Hash of the records that were sent. It detects a different file of the same name; a file that only grew at its
   * end still matches.
   */
  digest?: string;
}

export function startOf(source: string): Progress {
  return {
    source,
    records: 0,
    accepted: 0,
    repeated: 0,
    unmapped: 0,
    rejected: 0,
  };
}

export async function readProgress(
  path: string,
): Promise<Progress | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(
      `The progress file ${path} cannot be read. Delete it to send the file from the beginning; events that were sent before are not counted twice`,
    );
  }
}

/** Writes the progress file atomically: if the process ends in between, the previous file remains. */
export async function saveProgress(
  path: string,
  progress: Progress,
): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(progress)}\n`);
  await rename(`${path}.new`, path);
}

export async function forgetProgress(path: string): Promise<void> {
  await rm(path, { force: true });
}
