import {
  EffectError,
  formatStartKey,
  type StepKind,
  type StepRequest,
  type StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { z } from 'zod';
import { askStatus } from './askStatus';
import type { Invocation } from './buildInvocation';
import type { CommandContext } from './commandContext';
import { commandUseSchema, type CommandUse } from './commandSchemas';
import { MISSING_CONFIG, type CommandService } from './commandService';
import { followRun } from './followRun';
import { toRunId } from './runFiles';

const schema = commandUseSchema.extend({
  /** The command that takes the change back in a rollback. */
  undo: commandUseSchema.optional(),
});

type Settings = z.infer<typeof schema>;
type Request = StepRequest<Settings> & { handle?: JsonObject };

/** Longer than the default timeout of a command, so that it is the command's own that ends it. */
const STEP_TIMEOUT_MS = 60 * 60_000;

/**
 * Creates the step kind `command`, which runs a program that app-config allows.
 *
 * @param service - `undefined` without configuration: then every use fails with a message that says what is missing.
 */
export function createCommandStep(
  service: CommandService | undefined,
): StepKind<Settings> {
  return {
    id: 'command',
    schema,
    timeoutMs: STEP_TIMEOUT_MS,
    // Only the people who configure a command know what it changes.
    changes: ({ undo }) => (undo ? 'reversible' : 'irreversible'),
    describe: ({ command }) => `Run the command "${command}"`,
    findProblems({ undo, ...use }) {
      if (!service) return [MISSING_CONFIG];
      return [use, ...(undo ? [undo] : [])].flatMap(service.findProblems);
    },
    async start(request) {
      return startStep(prepareCall(service, request, 'step'));
    },
    async poll(request) {
      const call = prepareCall(service, request, 'step');
      const run = readRun(request.handle);
      return run ? continueRun(call, run) : startStep(call);
    },
    async cancel(request) {
      const { runs, invocation } = prepareCall(service, request, 'step');
      const run = readRun(request.handle) ?? toRunId(formatStartKey(request));
      const { state } = await runs.cancel(run, request.signal, invocation);
      return state === 'ended' ? 'cancelled' : 'unknown';
    },
    async undo(request) {
      if (!request.with.undo) {
        return { state: 'succeeded', message: 'There is nothing to undo' };
      }
      const call = prepareCall(service, request, 'undo');
      const run = request.handle?.isUndo ? readRun(request.handle) : undefined;
      return toUndoResult(
        run ? await continueRun(call, run) : await startStep(call),
      );
    },
  };
}

/** A call of the step, with the process that it is about. */
interface Call {
  request: Request;
  runs: CommandService['runs'];
  use: CommandUse;
  context: CommandContext;
  service: CommandService;
  invocation: Invocation;
}

/** @throws EffectError if the command can't be run with these settings. */
function prepareCall(
  service: CommandService | undefined,
  request: Request,
  intent: 'step' | 'undo',
): Call {
  if (!service) {
    throw new EffectError(`${MISSING_CONFIG}.`, {
      code: 'not_configured',
      retryable: false,
      notSent: true,
    });
  }
  const { undo, ...step } = request.with;
  const use = intent === 'undo' && undo ? undo : step;
  const { name, artifact, commitId } = request.version;
  const context: CommandContext = {
    service: request.service,
    environment: request.environment,
    intent,
    version: {
      name,
      artifact,
      ...(commitId === undefined ? {} : { commit: commitId }),
    },
    effect: request,
  };
  return {
    request,
    service,
    runs: service.runs,
    use,
    context,
    invocation: service.build(use, context),
  };
}

async function startStep(call: Call): Promise<StepResult> {
  const { request, runs, use } = call;
  return request.isRepeat && !(await runs.has(request.idempotencyKey))
    ? resolveUnknown(
        call,
        `An earlier call may have started the command "${use.command}" on another replica of the portal, so it is unknown whether it has run`,
      )
    : startRun(call);
}

async function startRun(call: Call): Promise<StepResult> {
  const { request, runs, service, use, context, invocation } = call;
  const run = await runs.start(
    request.idempotencyKey,
    service.describeBody(use, context),
    invocation,
  );
  return {
    state: 'running',
    handle: { run },
    pollAfterMs: 500,
    message: `The command "${use.command}" was started`,
  };
}

async function continueRun(call: Call, run: string): Promise<StepResult> {
  const { request, runs, use, invocation } = call;
  const progress = await followRun(runs, run, {
    command: use.command,
    invocation,
    log: request.log,
  });
  switch (progress.state) {
    case 'running':
      return { ...progress, handle: { run } };
    case 'succeeded':
      return { state: 'succeeded', message: progress.message };
    case 'failed':
      return {
        state: 'failed',
        error: { code: progress.code, message: progress.message },
        retryable: progress.retryable,
        problems: progress.problems,
      };
    case 'unknown':
      return resolveUnknown(
        call,
        progress.message,
        progress.isRecorded ? run : undefined,
      );
    default: {
      const unknown: never = progress;
      throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
    }
  }
}

/**
 * Asks the command itself whether it has run, if it can tell. Otherwise, a person decides: running it again could do its
 * work twice.
 *
 * @param lost - The run whose runner was killed, if it was on this machine.
 */
async function resolveUnknown(
  call: Call,
  why: string,
  lost?: string,
): Promise<StepResult> {
  const { request, runs, service, use, context } = call;
  const status = service.buildStatus(use, context);
  const answer = status && (await askStatus(status, request.signal));
  switch (answer?.state) {
    case 'done':
      request.log(
        `${why}. Its status command reports that it has run.`,
        'warn',
      );
      return {
        state: 'succeeded',
        message: `The command "${use.command}" has run, as its status command reports`,
      };
    case 'not-done':
      request.log(
        `${why}. Its status command reports that it has not run.`,
        'warn',
      );
      if (lost !== undefined) await runs.archive(lost);
      return startRun(call);
    case 'unknown':
    case undefined:
      return {
        state: 'undecided',
        verdict: 'inconclusive',
        message: `${why}. ${
          answer
            ? `Its status command couldn't tell either: ${answer.message}. `
            : ''
        }It was not run again. Find out what it did, and then decide how to continue`,
      };
    default: {
      const unknown: never = answer;
      throw new Error(`Unknown status ${JSON.stringify(unknown)}`);
    }
  }
}

/** An undo keeps its own handle apart from the step's, and can't wait for a person. */
function toUndoResult(result: StepResult): StepResult {
  switch (result.state) {
    case 'running':
      return { ...result, handle: { ...result.handle, isUndo: true } };
    case 'undecided':
      return {
        state: 'failed',
        error: { code: 'outcome_unknown', message: result.message },
        retryable: false,
      };
    default:
      return result;
  }
}

function readRun(handle: JsonObject | undefined): string | undefined {
  return typeof handle?.run === 'string' ? handle.run : undefined;
}
