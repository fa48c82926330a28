import { open, rename } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a file so that a crash or power loss leaves the old or the new content, never a mixture: writes a temporary
 * file, fsyncs it, renames it, and fsyncs the folder, which makes the rename durable.
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
