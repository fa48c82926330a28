import { spawn } from 'node:child_process';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import type { Invocation } from './buildInvocation';

/** How a short command ended. */
export type BriefResult =
  | { state: 'exited'; exitCode: number; stdout: string; lastLines: string }
  /** It was terminated by a signal, or it did not start, end or stop printing in time. */
  | { state: 'failed'; message: string };

const MAX_OUTPUT_BYTES = 1024 * 1024;
const LAST_CHARACTERS = 500;
/** Further back than what is shown, because a secret that is cut in the middle isn't recognized. */
const LAST_READ = 100_000;

/**
 * Runs a command that only reads, and waits for its end. Its process group is killed at the end in any case: nothing that
 * only reads needs to go on.
 *
 * @returns Its standard output unchanged, and the last lines of both streams without secrets, for messages.
 */
export function runBriefly(
  invocation: Invocation,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<BriefResult> {
  return new Promise(resolve => {
    const child = spawn(invocation.program, invocation.arguments, {
      cwd: invocation.workingFolder,
      env: invocation.environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const both: Buffer[] = [];
    let size = 0;
    let isEnded = false;
    const cleanUp: (() => void)[] = [];
    const end = (result: BriefResult) => {
      if (isEnded) return;
      isEnded = true;
      cleanUp.forEach(step => step());
      killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    const fail = (message: string) => end({ state: 'failed', message });
    const onAbort = () => fail('it was no longer needed');
    const timer = setTimeout(
      () => fail(`it didn't end within ${timeoutMs / 1000} s`),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort);
    cleanUp.push(
      () => clearTimeout(timer),
      () => signal.removeEventListener('abort', onAbort),
    );
    const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) fail('it printed more than 1 MiB');
      else {
        chunks.push(chunk);
        if (chunks !== both) both.push(chunk);
      }
    };
    child.stdout.on('data', collect(out));
    child.stderr.on('data', collect(both));
    child.on('error', (error: NodeJS.ErrnoException) =>
      fail(`it could not be started (${error.code ?? 'unknown reason'})`),
    );
    // The output is complete at `close`. Something that it left running may keep that open, until the time is over.
    child.on('close', (exitCode, exitSignal) =>
      exitCode === null
        ? fail(`it was terminated by ${exitSignal}`)
        : end({
            state: 'exited',
            exitCode,
            stdout: Buffer.concat(out).toString('utf8'),
            lastLines: redactText(
              Buffer.concat(both).toString('utf8').slice(-LAST_READ),
              invocation.secrets,
            )
              .trim()
              .slice(-LAST_CHARACTERS),
          }),
    );
    if (signal.aborted) onAbort();
  });
}

function killGroup(pid: number | undefined) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
