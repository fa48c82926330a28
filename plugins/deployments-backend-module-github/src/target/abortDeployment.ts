import {
  EffectError,
  type EffectRequest,
  type TargetHandle,
  type TargetProgress,
  type TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import {
  hashArtifact,
  hashBody,
  hashDeployment,
  hashIdempotencyKey,
  hashServiceEnvironment,
} from '../runs/runRecord';
import { formatRunTitle, hasBegun } from '../runs/assessRun';
import { requestCancel } from '../workflow/cancelRun';
import { ensureRun } from '../workflow/ensureRun';
import { followRun } from '../workflow/followRun';
import {
  pickRecorded,
  readRunPages,
  type RecordedRun,
} from '../workflow/listRecordedRuns';
import type { WorkflowContext } from '../workflow/workflowContext';
import { ABORT_BODY, buildRestoreOrder } from './buildOrder';
import { findRecordedVersion } from './findRecordedVersion';
import type { OpenWorkflow } from './openWorkflow';
import { createHandle, type RunEffect } from './runHandle';

/** A deployment is younger than the runs on these pages. */
const MAX_PAGES = 3;
const POLL_MS = 3_000;

/** Starts to restore the version before the deployment. `pollAbort` does it. */
export function abortDeployment(
  { context: { ledger, timing } }: OpenWorkflow,
  {
    idempotencyKey,
    isRepeat,
    previous,
  }: EffectRequest & { previous?: TargetVersion },
): TargetHandle {
  const key = hashIdempotencyKey(idempotencyKey);
  ledger.open(key, () => ({
    body: hashBody(ABORT_BODY),
    quietUntil: isRepeat ? Date.now() + timing.lookAgainAfterMs : 0,
  }));
  return createHandle(key, {
    kind: 'abort',
    startedAt: Date.now(),
    ...(previous ? { previous } : {}),
  });
}

/**
 * Stops the runs of the deployment, and then runs the workflow again with the previous version, if the settings say so. Each call
 * looks at GitHub, because a handle can't remember how far it is.
 *
 * @throws GitHubError, or EffectError
 */
export async function pollAbort(
  { context, settings, requireAllowed }: OpenWorkflow,
  request: EffectRequest & { handle: TargetHandle },
  { startedAt, previous }: Extract<RunEffect, { kind: 'abort' }>,
): Promise<TargetProgress> {
  const { repository, ledger, timing } = context;
  const { signal, deadline, handle } = request;
  const serviceEnvironment = hashServiceEnvironment(
    request.service,
    request.environment.name,
  );
  const deployment = hashDeployment(request.deploymentId);
  const own = (
    await listRuns(
      context,
      [settings.deploy.workflow, settings.remove?.workflow],
      signal,
    )
  ).filter(
    ({ record: { key, change } }) =>
      key !== handle.id &&
      change?.deployment === deployment &&
      change.serviceEnvironment === serviceEnvironment,
  );
  const active = own.filter(({ run }) => run.status !== 'completed');
  if (active.length > 0) {
    for (const { run } of active) {
      await requestCancel(context, run, { since: startedAt, signal });
    }
    const titles = active.map(({ run }) => formatRunTitle(run)).join(', ');
    return {
      state: 'working',
      message: `Waiting until ${titles} has stopped`,
      pollAfterMs: POLL_MS,
    };
  }
  const mayAppear =
    own.length === 0 &&
    settings.correlate === 'run-name' &&
    Date.now() < startedAt + timing.lookAgainAfterMs;
  const isUnseen = ledger.mayHaveUnseenRun(deployment, {
    now: Date.now(),
    exceptKey: handle.id,
  });
  if (mayAppear || isUnseen) {
    return {
      state: 'working',
      message: 'Looking for runs that GitHub may not list yet',
      pollAfterMs: POLL_MS,
    };
  }
  if (settings.onAbort === 'nothing') return { state: 'done' };
  if (!(await haveChanged(context, own, signal))) {
    return {
      state: 'done',
      message: 'No run of the deployment has started, so nothing was changed',
    };
  }
  requireAllowed();
  const before = await findRecordedVersion(
    repository,
    settings,
    serviceEnvironment,
    { isIncluded: change => change.deployment !== deployment, signal },
  );
  if (before.state === 'unknown' && !previous) {
    return {
      state: 'failed',
      code: 'nothing_to_restore',
      message: `Slipway can't tell from GitHub what the previous version was: ${before.reason}. Deploy an earlier version yourself.`,
      retryable: false,
    };
  }
  const recorded =
    before.state === 'found' ? before.recorded.change.version : undefined;
  if (!previous) checkRestorable(context, own, recorded);
  const order = buildRestoreOrder(
    settings,
    request,
    handle.id,
    previous ? addRecordedCommit(previous, recorded) : recorded,
  );
  const progress = await followRun(
    context,
    order,
    await ensureRun(context, order, { deadline, signal, isRepeat: true }),
    { since: startedAt, signal },
  );
  if (progress.state !== 'succeeded') return progress;
  const { state, run, ...report } = progress;
  return { ...report, state: 'done' };
}

/** An observation of the previous version doesn't show its commit, but the run that deployed it does. */
function addRecordedCommit(
  previous: TargetVersion,
  recorded: TargetVersion | undefined,
): TargetVersion {
  return recorded?.artifact === previous.artifact
    ? { ...recorded, ...previous }
    : previous;
}

/**
 * A missing record doesn't mean that nothing was running: the environment may have been adopted, the workflow's file renamed,
 * or old runs deleted.
 *
 * @param recorded - Version that GitHub's runs show as the previous one.
 * @throws EffectError if it is not certain that it was the previous one, or that there was none.
 */
function checkRestorable(
  { ledger }: WorkflowContext,
  own: readonly RecordedRun[],
  recorded: TargetVersion | undefined,
): void {
  // The oldest comes last. A later attempt doesn't know any more what was running before the first one.
  const first = own.findLast(({ record }) => record.change?.previous);
  const expected = first?.record.change?.previous;
  const isCertain = expected
    ? recorded && hashArtifact(recorded.artifact) === expected
    : recorded ?? own.some(({ record }) => record.change?.version);
  if (isCertain) return;
  const artifact = first && ledger.get(first.record.key)?.previous;
  throw new EffectError(
    `GitHub has no record of how ${
      artifact ?? 'the version before this deployment'
    } was deployed${
      recorded ? `: its runs show ${recorded.name} as the previous version` : ''
    }. Nothing was restored or stopped. Deploy ${
      artifact ?? 'that version'
    } again.`,
    { code: 'nothing_to_restore', retryable: false },
  );
}

async function listRuns(
  { repository }: WorkflowContext,
  workflows: readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<RecordedRun[]> {
  const found: RecordedRun[] = [];
  for (const workflow of new Set(workflows)) {
    if (workflow === undefined) continue;
    for await (const { runs } of readRunPages(repository, workflow, {
      maxPages: MAX_PAGES,
      signal,
    })) {
      found.push(...pickRecorded(runs));
    }
  }
  return found;
}

async function haveChanged(
  { repository }: WorkflowContext,
  runs: readonly RecordedRun[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const { run } of runs) {
    // An earlier attempt may have changed something, and its jobs are no longer listed.
    if (run.conclusion === 'success' || run.attempt > 1) return true;
    if (hasBegun(await repository.listJobs(run.id, { signal }))) return true;
  }
  return false;
}
