import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';
import type { RunResult } from './runFiles';

/** What the end of a command means. */
export type Outcome =
  | { state: 'succeeded'; message: string }
  | {
      state: 'failed';
      code: string;
      message: string;
      retryable: boolean;
      problems: TargetProblem[];
    };

/** "Temporary failure" of sysexits.h: a command ends with it if another attempt can help. */
const TEMPORARY_FAILURE = 75;

/**
 * Says what the end of a command means. Only exit code 0 is a success, whatever the command printed.
 *
 * @param command - Its name in the configuration.
 */
export function assessResult(
  command: string,
  result: RunResult,
  timeoutMs: number,
): Outcome {
  const { stopped, exitCode, signal, notStarted } = result;
  const fail = (code: string, message: string, retryable = false): Outcome => ({
    state: 'failed',
    code,
    message,
    retryable,
    problems: [
      {
        code: stopped === 'timeout' ? 'progress_deadline' : 'other',
        message,
        ...(result.tail.length > 0 ? { logTail: result.tail } : {}),
      },
    ],
  });
  const lastLine = result.tail.findLast(line => line.trim() !== '');
  switch (stopped) {
    case 'cancelled':
      return fail(
        'cancelled',
        result.started
          ? `The command "${command}" was stopped, so its changes may be incomplete`
          : `The command "${command}" was cancelled before it started`,
      );
    case 'timeout':
      return fail(
        'timeout',
        `The command "${command}" didn't end within ${formatSeconds(
          timeoutMs,
        )} and was stopped, so its changes may be incomplete`,
      );
    case 'shutdown':
      return fail(
        'stopped',
        `The command "${command}" was stopped when the portal's machine shut down, so its changes may be incomplete`,
      );
    case undefined:
      break;
    default: {
      const unknown: never = stopped;
      throw new Error(`Unknown reason ${unknown}`);
    }
  }
  if (notStarted !== undefined) {
    return fail(
      'missing_program',
      `The program of the command "${command}" could not be started (${notStarted})`,
    );
  }
  if (exitCode === 0) {
    return { state: 'succeeded', message: `The command "${command}" ended` };
  }
  const how =
    signal === undefined
      ? `ended with exit code ${exitCode}`
      : `was terminated by ${signal}`;
  return fail(
    signal === undefined ? 'exit_code' : 'signal',
    `The command "${command}" ${how}${
      lastLine ? `. Its last line: ${lastLine.trim()}` : ''
    }`,
    exitCode === TEMPORARY_FAILURE,
  );
}

function formatSeconds(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

/** Says how much of the output is missing in the log; `undefined` if all of it is there. */
export function describeDropped({ dropped }: RunResult): string | undefined {
  return dropped.lines > 0
    ? `${dropped.lines} more lines (${dropped.bytes} bytes) are not shown, because the output is longer than 1 MiB`
    : undefined;
}
