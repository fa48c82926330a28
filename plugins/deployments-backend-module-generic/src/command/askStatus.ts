import type { Invocation } from './buildInvocation';
import { runBriefly } from './runBriefly';

/** Whether a command has run, by its own account. */
export type CommandStatus =
  | { state: 'done' }
  | { state: 'not-done' }
  | { state: 'unknown'; message: string };

const WITHIN_MS = 20_000;
const DONE = 0;
const NOT_DONE = 3;

/** Runs a command's `status`: exit code 0 means that the command has run, 3 that it has not, and any other neither. */
export async function askStatus(
  invocation: Invocation,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const result = await runBriefly(invocation, {
    timeoutMs: WITHIN_MS,
    signal,
  });
  // The caller no longer waits for an answer, and repeats the call.
  signal.throwIfAborted();
  if (result.state === 'failed') {
    return { state: 'unknown', message: result.message };
  }
  switch (result.exitCode) {
    case DONE:
      return { state: 'done' };
    case NOT_DONE:
      return { state: 'not-done' };
    default:
      return {
        state: 'unknown',
        message: `it ended with exit code ${result.exitCode}${
          result.lastLines ? `: ${result.lastLines}` : ''
        }`,
      };
  }
}
