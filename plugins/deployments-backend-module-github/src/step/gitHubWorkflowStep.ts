import {
  EffectError,
  formatStartKey,
  type StepKind,
  type StepRequest,
  type StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { toEffectError } from '../client/toEffectError';
import {
  correlation,
  gitReference,
  hostName,
  repositoryName,
  workflowFile,
  workflowInputs,
} from '../config/workflowShape';
import { hashBody, hashIdempotencyKey } from '../runs/runRecord';
import {
  openRepository,
  openRepositoryToStop,
  type GitHubRuntime,
} from '../target/openWorkflow';
import { cancelAndWait } from '../workflow/cancelRun';
import { ensureRun, findRun, type RunOrder } from '../workflow/ensureRun';
import { followEffect, runFields, toRunFields } from '../workflow/followEffect';
import { toUnavailable, type RunProgress } from '../workflow/followRun';

const schema = z.strictObject({
  /** `owner/name`. */
  repository: repositoryName,
  host: hostName.default('github.com'),
  workflow: workflowFile,
  /** Branch or tag whose workflow runs. Default: the default branch. */
  ref: gitReference.optional(),
  inputs: workflowInputs.default({}),
  correlate: correlation.default('run-name'),
  /** The workflow that undoes the change in a rollback. */
  undo: z
    .strictObject({
      /** Default: the same workflow. */
      workflow: workflowFile.optional(),
      inputs: workflowInputs.default({}),
    })
    .optional(),
});

type Settings = z.infer<typeof schema>;
type Request = StepRequest<Settings> & { handle?: JsonObject };

/** A run in progress, as the handle describes it. Times are epoch milliseconds. */
const handleSchema = z.object({
  /** Hash of the run's idempotency key. */
  key: z.string(),
  isUndo: z.boolean(),
  ...runFields,
});

type Handle = z.infer<typeof handleSchema>;

/** Creates the step kind `github-workflow`, which runs a workflow, e.g. a migration or tests. */
export function createGitHubWorkflowStep(
  runtime: GitHubRuntime,
): StepKind<Settings> {
  return {
    id: 'github-workflow',
    schema,
    timeoutMs: 60 * 60_000,
    // The step cannot know what the workflow changes. Unless the golden path says so, it counts as irreversible.
    changes: ({ undo }) => (undo ? 'reversible' : 'irreversible'),
    describe: ({ repository, workflow }) =>
      `Run the workflow ${workflow} of ${repository}`,
    start: request => start(runtime, request, false),
    poll: request => {
      const handle = readHandle(request.handle);
      return handle
        ? poll(runtime, request, handle)
        : start(runtime, request, false);
    },
    async cancel(request) {
      const handle = readHandle(request.handle) ?? {
        ...createHandle(request, false),
        key: hashIdempotencyKey(formatStartKey(request)),
      };
      const context = openRepositoryToStop(runtime, request.with);
      const { signal, deadline } = request;
      try {
        const run =
          handle.runId === undefined
            ? await findRun(context, buildOrder(request, handle), signal)
            : await context.repository.getRun(handle.runId, { signal });
        return run
          ? await cancelAndWait(context, run, { deadline, signal })
          : 'unknown';
      } catch (error) {
        throw explain(error, request, false);
      }
    },
    undo(request) {
      if (!request.with.undo) {
        throw new EffectError(
          `The step has no "undo", so its change can't be undone. Undo it yourself if you need to.`,
          { code: 'unsupported', retryable: false, notSent: true },
        );
      }
      const handle = readHandle(request.handle);
      return handle?.isUndo
        ? poll(runtime, request, handle)
        : start(runtime, request, true);
    },
  };
}

function open(runtime: GitHubRuntime, { with: settings }: Request) {
  return openRepository(runtime, settings);
}

function createHandle(
  { idempotencyKey, now }: Request,
  isUndo: boolean,
): Handle {
  return { key: hashIdempotencyKey(idempotencyKey), isUndo, startedAt: now };
}

function readHandle(handle: JsonObject | undefined): Handle | undefined {
  return handleSchema.safeParse(handle).data;
}

function buildOrder(
  { with: settings }: Request,
  { key, isUndo }: Handle,
): RunOrder {
  const { ref, correlate, undo } = settings;
  const call = isUndo && undo ? undo : settings;
  const workflow = call.workflow ?? settings.workflow;
  return {
    workflow,
    ...(ref === undefined ? {} : { ref }),
    inputs: call.inputs,
    correlate,
    record: { key, body: hashBody([workflow, call.inputs]) },
  };
}

async function start(
  runtime: GitHubRuntime,
  request: Request,
  isUndo: boolean,
): Promise<StepResult> {
  const handle = createHandle(request, isUndo);
  const order = buildOrder(request, handle);
  const context = open(runtime, request);
  const { deadline, signal, isRepeat = false } = request;
  try {
    const search = await ensureRun(context, order, {
      deadline,
      signal,
      isRepeat,
    });
    request.log(
      `Started the workflow ${order.workflow} of ${context.repository.name}`,
    );
    return {
      state: 'running',
      handle: toPlainData({
        ...handle,
        ...toRunFields(search),
      }),
      pollAfterMs: 1_000,
      message: `Starting the workflow ${order.workflow}`,
    };
  } catch (error) {
    const entry = context.ledger.get(handle.key);
    throw explain(error, request, !isRepeat && !entry?.quietUntil);
  }
}

function explain(
  error: unknown,
  { with: settings }: Request,
  notSent: boolean,
) {
  return toEffectError(
    error,
    {
      host: settings.host,
      repository: settings.repository,
      attempted: `read the runs of ${settings.workflow}`,
      permission: 'actions: read',
    },
    { notSent },
  );
}

async function poll(
  runtime: GitHubRuntime,
  request: Request,
  handle: Handle,
): Promise<StepResult> {
  const context = open(runtime, request);
  try {
    const order = buildOrder(request, handle);
    const progress = await followEffect(context, order, handle, request);
    return toStepResult(progress, handle);
  } catch (error) {
    const unavailable = toUnavailable(error, context);
    if (unavailable) return toStepResult(unavailable, handle);
    throw error;
  }
}

function toStepResult(progress: RunProgress, handle: Handle): StepResult {
  const { message, links = [], problems = [] } = progress;
  switch (progress.state) {
    case 'succeeded':
      return { state: 'succeeded', message };
    case 'failed':
      return {
        state: 'failed',
        error: { code: progress.code, message: progress.message },
        retryable: progress.retryable,
        problems,
        links,
      };
    case 'working':
    case 'waiting':
      return {
        state: 'running',
        handle: toPlainData(handle),
        pollAfterMs: progress.pollAfterMs ?? 1_000,
        message,
        links,
        problems,
        ...(progress.state === 'waiting'
          ? {
              blocker: {
                kind: 'external',
                message: progress.message,
                links,
                ...(progress.until === undefined
                  ? {}
                  : { until: new Date(progress.until).toISOString() }),
              },
            }
          : {}),
      };
    default: {
      const unknown: never = progress;
      throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
    }
  }
}

function toPlainData(handle: Handle): JsonObject {
  return JSON.parse(JSON.stringify(handle));
}
