import {
  EffectError,
  type ApplyRequest,
  type EffectRequest,
  type TargetHandle,
  type TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import { toEffectError } from '../client/toEffectError';
import { formatInstanceId, hashIdempotencyKey } from '../runs/runRecord';
import { cancelAndWait } from '../workflow/cancelRun';
import { ensureRun, findRun, type RunOrder } from '../workflow/ensureRun';
import { followEffect, toRunFields } from '../workflow/followEffect';
import { toUnavailable, type RunProgress } from '../workflow/followRun';
import { pollAbort } from './abortDeployment';
import { buildDeployOrder, buildRemoveOrder } from './buildOrder';
import type { OpenWorkflow } from './openWorkflow';
import { createHandle, readHandle, type RunEffect } from './runHandle';

type EffectInRun = Exclude<RunEffect, { kind: 'abort' }>;

/** Starts the workflow for a version. */
export async function applyVersion(
  open: OpenWorkflow,
  request: ApplyRequest,
): Promise<TargetHandle> {
  const { version, intent, expected, restart = false } = request;
  return startRun(open, request, {
    kind: restart ? 'restart' : 'deploy',
    startedAt: Date.now(),
    version,
    intent,
    ...(expected === undefined ? {} : { previous: expected }),
  });
}

/** Starts the workflow that stops the service. */
export function removeService(
  open: OpenWorkflow,
  request: EffectRequest,
): Promise<TargetHandle> {
  return startRun(open, request, { kind: 'remove', startedAt: Date.now() });
}

async function startRun(
  open: OpenWorkflow,
  request: EffectRequest,
  effect: EffectInRun,
): Promise<TargetHandle> {
  const { context, settings } = open;
  const key = hashIdempotencyKey(request.idempotencyKey);
  const order = buildOrder(open, request, key, effect);
  const { deadline, signal, isRepeat = false } = request;
  try {
    const search = await ensureRun(context, order, {
      deadline,
      signal,
      isRepeat,
    });
    request.log(describeStart(search.state, settings.repository, order));
    return createHandle(key, {
      ...effect,
      ...toRunFields(search),
    });
  } catch (error) {
    const entry = context.ledger.get(key);
    throw toEffectError(
      error,
      {
        host: settings.host,
        repository: settings.repository,
        attempted: `read the runs of ${order.workflow}`,
        permission: 'actions: read',
      },
      { notSent: !isRepeat && !entry?.quietUntil },
    );
  }
}

function describeStart(
  state: 'found' | 'accepted' | 'uncertain',
  repository: string,
  { workflow }: RunOrder,
): string {
  switch (state) {
    case 'found':
      return `The workflow ${workflow} of ${repository} is already running`;
    case 'accepted':
      return `Started the workflow ${workflow} of ${repository}`;
    case 'uncertain':
      return `Checking whether the workflow ${workflow} of ${repository} is already running`;
    default: {
      const unknown: never = state;
      throw new Error(`Unknown state ${unknown}`);
    }
  }
}

function buildOrder(
  { settings }: OpenWorkflow,
  request: EffectRequest,
  key: string,
  effect: EffectInRun,
): RunOrder {
  return effect.kind === 'remove'
    ? buildRemoveOrder(settings, request, key)
    : buildDeployOrder(settings, request, key, {
        version: effect.version,
        isRestart: effect.kind === 'restart',
        intent: effect.intent,
        ...(effect.previous === undefined ? {} : { previous: effect.previous }),
      });
}

/** Reports how far an effect is. */
export async function pollEffect(
  open: OpenWorkflow,
  request: EffectRequest & { handle: TargetHandle },
): Promise<TargetProgress> {
  const effect = readHandle(request.handle);
  try {
    if (effect.kind === 'abort') return await pollAbort(open, request, effect);
    open.requireAllowed();
    return toTargetProgress(
      await followEffect(
        open.context,
        // The handle has the key of the effect.
        buildOrder(open, request, request.handle.id, effect),
        effect,
        request,
      ),
      open,
      request.handle.id,
      effect,
    );
  } catch (error) {
    const unavailable = toUnavailable(error, open.context);
    if (unavailable) return unavailable as TargetProgress;
    if (error instanceof EffectError) {
      const { message, code, retryable } = error;
      return { state: 'failed', message, code, retryable };
    }
    throw error;
  }
}

function toTargetProgress(
  progress: RunProgress,
  { settings }: OpenWorkflow,
  key: string,
  effect: EffectInRun,
): TargetProgress {
  if (progress.state !== 'succeeded') return progress;
  const { state, run, ...report } = progress;
  if (effect.kind === 'remove') return { ...report, state: 'done' };
  const { kind, version } = effect;
  return {
    ...report,
    state: 'ready',
    candidate: {
      id: formatInstanceId({ key, kind, version }),
      artifact: version.artifact,
      versionName: version.name,
      ...(settings.url === undefined ? {} : { url: settings.url }),
    },
  };
}

/** Stops the run of an effect. */
export async function cancelEffect(
  open: OpenWorkflow,
  request: EffectRequest & { handle: TargetHandle },
): Promise<'cancelled' | 'unknown'> {
  const effect = readHandle(request.handle);
  // A restoration is several runs, and stopping it halfway helps nobody.
  if (effect.kind === 'abort') return 'unknown';
  const { context, settings } = open;
  const { signal, deadline } = request;
  // The handle has the key of the run. A cancellation has another one.
  const order = buildOrder(open, request, request.handle.id, effect);
  const run = await (effect.runId === undefined
    ? findRun(context, order, signal)
    : context.repository.getRun(effect.runId, { signal })
  ).catch(error => {
    throw toEffectError(
      error,
      {
        host: settings.host,
        repository: settings.repository,
        attempted: `read the run of ${order.workflow}`,
        permission: 'actions: read',
      },
      { notSent: false },
    );
  });
  return run ? cancelAndWait(context, run, { deadline, signal }) : 'unknown';
}
