import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';
import { assessResult, describeDropped, type Outcome } from './assessResult';
import type { Invocation } from './buildInvocation';
import type { CommandRuns } from './commandRuns';
import { readNewLines } from './runFiles';

/** How far a command is. */
export type CommandProgress =
  | { state: 'running'; message: string; pollAfterMs: number }
  | (Outcome & { endedAt: number })
  /** Nobody can say whether the command ran, or how it ended. `isRecorded`: it was started on this machine. */
  | { state: 'unknown'; message: string; isRecorded: boolean };

/** At most this many batches of output are logged in one call, so that it returns soon. */
const BATCHES = 8;
const FIRST_MINUTE_MS = 60_000;

/** Writes new output to the step's log, and returns how far the command is. Starts it if no process has taken it up. */
export async function followRun(
  runs: CommandRuns,
  run: string,
  {
    command,
    invocation,
    log,
  }: { command: string; invocation: Invocation; log: EffectRequest['log'] },
): Promise<CommandProgress> {
  const found = await runs.read(run);
  switch (found.state) {
    case 'absent':
      return {
        state: 'unknown',
        isRecorded: false,
        message: `Another replica of the portal started the command "${command}", or its records were deleted, so it is unknown whether it has run`,
      };
    case 'starting':
      await runs.resume(run, invocation);
      return {
        state: 'running',
        message: `Starting the command "${command}"`,
        pollAfterMs: 500,
      };
    case 'running': {
      await logOutput(runs, run, { invocation, log, isEnded: false });
      const age = Date.now() - found.runner.startedAt;
      return {
        state: 'running',
        message: `The command "${command}" is running`,
        pollAfterMs: age < FIRST_MINUTE_MS ? 1_000 : 3_000,
      };
    }
    case 'ended': {
      const { result } = found;
      const isAll = await logOutput(runs, run, {
        invocation,
        log,
        isEnded: true,
      });
      if (!isAll) {
        return {
          state: 'running',
          message: `The command "${command}" has ended; its output is being read`,
          pollAfterMs: 0,
        };
      }
      const dropped = describeDropped(result);
      if (dropped) log(dropped, 'warn');
      return {
        ...assessResult(command, result, invocation.timeoutMs),
        endedAt: result.endedAt,
      };
    }
    case 'lost': {
      await logOutput(runs, run, { invocation, log, isEnded: true });
      return {
        state: 'unknown',
        isRecorded: true,
        message: `The process that ran the command "${command}" on ${found.runner.host} was killed, so it is unknown how the command ended, or whether it is still running`,
      };
    }
    default: {
      const unknown: never = found;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

/** Returns whether all output has been logged. */
async function logOutput(
  runs: CommandRuns,
  run: string,
  {
    invocation,
    log,
    isEnded,
  }: {
    invocation: Invocation;
    log: EffectRequest['log'];
    isEnded: boolean;
  },
): Promise<boolean> {
  for (let batch = 0; batch < BATCHES; batch++) {
    const { lines, isAll } = await readNewLines(runs.getFolder(run), {
      secrets: invocation.secrets,
      isEnded,
    });
    lines.forEach(line => log(line));
    if (isAll) return true;
  }
  return false;
}
