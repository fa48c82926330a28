import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Database } from '../../persistence/database';
import {
  appendLogLines,
  readLogSize,
} from '../../persistence/repositories/stepLogLines';
import type { NewLogLine } from '../../persistence/repositories/stepLogLines';
import type { ChangeHub } from '../../changes/changeHub';

export interface StepLogOptions {
  database: Database;
  changes: ChangeHub;
  logger: LoggerService;
  maxBytesPerStep: number;
  redact(text: string): string;
}

/** The log of one call of a step. Lines are stored in batches. `flush` stores the rest. */
export interface StepLog {
  write(line: string, level?: 'info' | 'warn' | 'error'): void;
  flush(): Promise<void>;
}

const LONGEST_LINE = 10_000;
const FLUSH_EVERY_MS = 500;

export function openStepLog(
  options: StepLogOptions,
  of: {
    deploymentId: string;
    service: string;
    environment: string;
    stepId: string;
  },
): StepLog {
  const { database, changes, logger, maxBytesPerStep } = options;
  let pending: NewLogLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function writeOut(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (pending.length === 0) {
      return;
    }
    const lines = pending;
    pending = [];
    const written = await readLogSize(
      database.knex,
      of.deploymentId,
      of.stepId,
    );
    if (written.cut) {
      return;
    }
    const kept = takeFitting(
      lines,
      maxBytesPerStep - written.bytes,
      maxBytesPerStep,
    );
    await appendLogLines(database.knex, of.deploymentId, of.stepId, kept);
    changes.publish({
      deploymentId: of.deploymentId,
      service: of.service,
      environment: of.environment,
      what: 'logs',
    });
  }

  // A log that cannot be written must not fail the step.
  const flush = () => {
    writing = writing
      .then(writeOut)
      .catch(error =>
        logger.warn(
          `Log lines of ${of.deploymentId}/${
            of.stepId
          } were lost: ${stringifyError(error)}`,
        ),
      );
    return writing;
  };

  return {
    write(line, level = 'info') {
      pending.push({
        at: Date.now(),
        level,
        line: options.redact(line).slice(0, LONGEST_LINE),
        cut: false,
      });
      timer ??= setTimeout(flush, FLUSH_EVERY_MS);
    },
    flush,
  };
}

/** Returns the lines that fit into `room` bytes. If some don't fit, the last line says so. */
function takeFitting(
  lines: NewLogLine[],
  room: number,
  maxBytes: number,
): NewLogLine[] {
  let left = room;
  const kept: NewLogLine[] = [];
  for (const line of lines) {
    left -= Buffer.byteLength(line.line);
    if (left < 0) {
      kept.push({
        at: line.at,
        level: 'warn',
        line: `The log ends here, because at most ${maxBytes} bytes are stored for each step.`,
        cut: true,
      });
      return kept;
    }
    kept.push(line);
  }
  return kept;
}
