import { open, rename } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a file so that a crash or power loss leaves either the old content or the new, never a part: write beside it,
 * fsync, rename, fsync the folder (the rename itself is only durable after that).
 */
export async function writeFileAtomically(
  file: string,
  content: string,
): Promise<void> {
  const temporary = `${file}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  const folder = await open(path.dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
