import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';

/** What a runner writes before it starts the command. */
const runnerSchema = z.object({
  pid: z.number(),
  host: z.string(),
  startedAt: z.number(),
});

/** What a runner writes at the end. */
const resultSchema = z.object({
  /** Whether there was a process. */
  started: z.boolean(),
  /** Why the process was stopped; absent if it ended by itself. */
  stopped: z.enum(['cancelled', 'timeout', 'shutdown']).optional(),
  /** The system's error code if there was none. */
  notStarted: z.string().optional(),
  exitCode: z.number().optional(),
  signal: z.string().optional(),
  tail: z.array(z.string()),
  dropped: z.object({ lines: z.number(), bytes: z.number() }),
  endedAt: z.number(),
});

const outputSchema = z.object({ line: z.string() });

export type RunnerRecord = z.infer<typeof runnerSchema>;
export type RunResult = z.infer<typeof resultSchema>;

/** The name of a run's folder. The key itself may contain characters that a file name can't. */
export function toRunId(idempotencyKey: string): string {
  return createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32);
}

/** Reads a file of JSON that is complete or absent. Returns `undefined` if it is absent. */
async function readRecord<T>(
  file: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return schema.parse(JSON.parse(text));
}

export const readRunner = (folder: string) =>
  readRecord(join(folder, 'runner.json'), runnerSchema);

export const readResult = (folder: string) =>
  readRecord(join(folder, 'result.json'), resultSchema);

/** Replaces a file, so that a crash leaves the old or the new content. */
export async function replaceFile(file: string, content: string) {
  // Replicas that share the folder may have the same process id.
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content, { mode: 0o600, flush: true });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** `redactText` reads at most 100,000 characters. */
const BATCH_BYTES = 64 * 1024;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/;
const PRIVATE_KEY_END = /-----END [A-Z ]{0,30}PRIVATE KEY-----/;

/**
 * Reads the lines of output that have not been read before, redacted, at most 64 KiB of them. Which ones have been read is
 * stored with the run, so that a log continues after a restart of the portal.
 *
 * @param isEnded - Whether no more output will follow. Until then, a private key that is incomplete is left for later.
 * @returns `isAll`: nothing is left to read for now.
 */
export async function readNewLines(
  folder: string,
  { secrets, isEnded }: { secrets: readonly string[]; isEnded: boolean },
): Promise<{ lines: string[]; isAll: boolean }> {
  const offsetFile = join(folder, 'logged');
  const offset = (await readRecord(offsetFile, z.number())) ?? 0;
  let file;
  try {
    file = await open(join(folder, 'output.log'), 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { lines: [], isAll: true };
    throw error;
  }
  try {
    const buffer = Buffer.alloc(BATCH_BYTES);
    const { bytesRead } = await file.read(buffer, 0, BATCH_BYTES, offset);
    const read = buffer.subarray(0, bytesRead);
    const raw: { line: string; end: number }[] = [];
    let start = 0;
    for (;;) {
      const end = read.indexOf('\n', start);
      if (end < 0) break;
      const text = read.subarray(start, end).toString('utf8');
      raw.push({ ...outputSchema.parse(JSON.parse(text)), end: end + 1 });
      start = end + 1;
    }
    const complete = isEnded ? raw : raw.slice(0, findOpenKey(raw));
    const last = complete.at(-1);
    if (!last) return { lines: [], isAll: true };
    await replaceFile(offsetFile, String(offset + last.end));
    const text = complete.map(({ line }) => line).join('\n');
    return {
      lines: redactText(text, secrets)
        .split('\n')
        .filter(line => line.trim() !== ''),
      isAll: bytesRead < BATCH_BYTES,
    };
  } finally {
    await file.close();
  }
}

/** The index of the line at which a private key starts that doesn't end; the number of lines if there is none. */
function findOpenKey(lines: readonly { line: string }[]): number {
  const start = lines.findLastIndex(({ line }) => PRIVATE_KEY.test(line));
  const isOpen =
    // A key at the beginning that doesn't end within a whole batch is no key.
    start > 0 &&
    !lines.slice(start).some(({ line }) => PRIVATE_KEY_END.test(line));
  return isOpen ? start : lines.length;
}
