import { readFile, rename, rm, writeFile } from 'node:fs/promises';

/** How far a file was sent, kept beside it. */
export interface Progress {
  source: string;
  /** Records that were sent, and what became of them. */
  records: number;
  accepted: number;
  repeated: number;
  unmapped: number;
  rejected: number;
  /** Hash of those records: another file under the name is noticed, one that grew at its end is the same. */
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
      `${path}, which says how far the file was sent, cannot be read: remove it to begin anew; what was sent before is not counted twice`,
    );
  }
}

/** Whole or not at all: a process that ends in between leaves the one before. */
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
