import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  MirrorComparison,
  MirrorDifference,
  StepRequest,
  StepResult,
  TargetProblem,
  TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  Instance,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import {
  judgeShadow,
  type ShadowVerdict,
} from '../../domain/analysis/judge/judgeShadow';
import {
  findExpected,
  pollCandidate,
  toTargetVersion,
  type CandidateDeployment,
} from '../deployCandidate';
import { say } from '../../domain/text/say';
import { toMessage } from '../../domain/text/renderSentences';
import { toPhrase } from '../../domain/text/stepSentences';
import { formatEffectKey, toEffectRequest } from '../effectRequest';
import { advanceEffect, toPlainData } from '../longEffect';
import { readShadowProgress, type ShadowProgress } from './shadowProgress';
import type { ShadowSettings } from './shadowSettings';

type Request = StepRequest<ShadowSettings> & { handle?: JsonObject };
type Ready = ShadowProgress & { candidate: Instance };
type Mirroring = Ready & { since: number };
type Decided = Ready & { outcome: NonNullable<ShadowProgress['outcome']> };

const MIN_POLL_MS = 500;
/** A message for each poll is stored, so there are at most about so many. */
const MAX_POLLS = 120;

/**
 * Continues a shadow: deploys the candidate, starts the copies, compares the responses, and ends the copies. Each call
 * performs at most one effect, under its own key. So after a crash, a repeated effect always has the same body.
 */
export async function advanceShadow(request: Request): Promise<StepResult> {
  const { candidate: deployed, target } = request;
  if (!target.setTraffic || !target.compareMirrored) {
    throw new EffectError(`The target '${target.id}' can't mirror requests`, {
      code: 'unsupported',
      retryable: false,
    });
  }
  const progress = readShadowProgress(request.handle);
  const { deploy, candidate = deploy ? undefined : deployed } = progress;
  if (!candidate) return deployCandidate(request, progress);
  const { since, outcome } = progress;
  if (outcome)
    return stopMirroring(request, { ...progress, candidate, outcome });
  if (since !== undefined) {
    return compare(request, { ...progress, candidate, since });
  }
  if (!request.baseline) {
    return {
      state: 'succeeded',
      ...toPhrase([say('result_shadow_alone')]),
      effects: { candidate },
    };
  }
  return startMirroring(request, { ...progress, candidate });
}

/** How to deploy the candidate of a shadow. */
export function toCandidateDeployment(
  request: StepRequest<ShadowSettings>,
): CandidateDeployment {
  const expected = findExpected(request);
  return {
    version: toTargetVersion(request.version),
    intent: request.kind === 'rollback' ? 'rollback' : 'deploy',
    ...(expected === undefined ? {} : { expected }),
    restart: false,
    weight: 0,
    retireOthers: false,
  };
}

async function deployCandidate(
  request: Request,
  { deploy }: ShadowProgress,
): Promise<StepResult> {
  const result = await pollCandidate(
    request,
    deploy,
    toCandidateDeployment(request),
  );
  if (result.state === 'running') {
    return { ...result, handle: toPlainData({ deploy: result.handle }) };
  }
  if (result.state !== 'succeeded') return result;
  return {
    state: 'running',
    handle: toPlainData({ candidate: result.effects?.candidate }),
    pollAfterMs: 0,
    message: result.message,
    sentences: result.sentences,
    effects: result.effects,
  };
}

async function startMirroring(
  request: Request,
  progress: Ready,
): Promise<StepResult> {
  const { percent, methods, ignoredFields } = request.with;
  const started = await route(
    request,
    {
      effect: 2,
      handle: progress.mirror,
      doing: toPhrase([say('result_copy_starting')]),
    },
    progress.candidate,
    {
      mirror: {
        percent,
        ...(methods && { methods }),
        ...(ignoredFields && { ignoredFields }),
      },
    },
  );
  switch (started.state) {
    case 'failed':
      return started;
    case 'running':
      return {
        ...started.report,
        handle: toPlainData({ ...progress, mirror: started.handle }),
      };
    case 'done':
      return {
        state: 'running',
        handle: toPlainData({
          candidate: progress.candidate,
          since: request.now,
        }),
        pollAfterMs: MIN_POLL_MS,
        ...toPhrase([say('result_copying', { percent })]),
      };
    default: {
      const unknown: never = started;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

async function compare(
  request: Request,
  progress: Mirroring,
): Promise<StepResult> {
  const { for: forMs, minCompared = Infinity, tolerate } = request.with;
  const isOver = request.now >= progress.since + forMs;
  const pollAfterMs = Math.min(
    Math.max(MIN_POLL_MS, forMs / MAX_POLLS),
    Math.max(0, progress.since + forMs - request.now),
  );
  let comparison: MirrorComparison | undefined;
  try {
    comparison = await request.target.compareMirrored?.({
      service: request.service,
      environment: request.environment,
      settings: request.settings,
      candidate: progress.candidate,
      signal: request.signal,
    });
    request.signal.throwIfAborted();
  } catch (error) {
    request.signal.throwIfAborted();
    const said = toPhrase([
      say('shadow_failed', {
        detail: error instanceof Error ? error.message : String(error),
      }),
    ]);
    return isOver
      ? decide(progress, { state: 'undecided', verdict: 'error', ...said })
      : {
          state: 'running',
          handle: toPlainData(progress),
          pollAfterMs,
          ...said,
        };
  }
  const assessed = comparison
    ? judgeShadow(comparison, tolerate)
    : {
        verdict: 'inconclusive' as const,
        sentences: [say('shadow_none')],
      };
  const isEnough = (comparison?.compared ?? 0) >= minCompared;
  if (
    assessed.verdict === 'fail' ||
    isOver ||
    (assessed.verdict === 'pass' && isEnough)
  ) {
    comparison?.differences.forEach(difference =>
      request.log(formatDifference(difference), 'warn'),
    );
    return decide(progress, toOutcome(assessed, comparison), comparison);
  }
  return {
    state: 'running',
    handle: toPlainData(progress),
    pollAfterMs,
    ...toPhrase([sayCounts(comparison)]),
    problems: toProblems(comparison),
  };
}

/** The counts so far. The verdict has more to say about them. */
function sayCounts(comparison: MirrorComparison | undefined): Sentence {
  const { compared = 0, equalStatus = 0, equalBody = 0 } = comparison ?? {};
  const counts = {
    status: compared - equalStatus,
    body: equalStatus - equalBody,
  };
  return compared === 1
    ? say('result_compared_one', counts)
    : say('result_compared', { count: compared, ...counts });
}

/** Stores the outcome, so that a crash before the copies have ended doesn't change it. */
function decide(
  { candidate }: Mirroring,
  outcome: NonNullable<ShadowProgress['outcome']>,
  comparison?: MirrorComparison,
): StepResult {
  return {
    state: 'running',
    handle: toPlainData({ candidate, outcome }),
    pollAfterMs: 0,
    problems: toProblems(comparison),
  };
}

function toOutcome(
  { verdict, sentences }: ShadowVerdict,
  comparison: MirrorComparison | undefined,
): NonNullable<ShadowProgress['outcome']> {
  const said = toMessage(sentences);
  switch (verdict) {
    case 'pass':
      return { state: 'succeeded', verdict: 'passed', ...said };
    case 'fail':
      return {
        state: 'failed',
        verdict: 'failed',
        error: { code: 'responses-differ', ...said },
        retryable: false,
        problems: toProblems(comparison),
      };
    case 'inconclusive':
      return { state: 'undecided', verdict: 'inconclusive', ...said };
    default: {
      const unknown: never = verdict;
      throw new Error(`Unknown verdict ${JSON.stringify(unknown)}`);
    }
  }
}

async function stopMirroring(
  request: Request,
  progress: Decided,
): Promise<StepResult> {
  const { candidate, outcome } = progress;
  const stopped = await route(
    request,
    {
      effect: 4,
      handle: progress.stop,
      doing: toPhrase([say('result_copy_ending')]),
    },
    candidate,
    {},
  );
  switch (stopped.state) {
    case 'done':
      return outcome;
    case 'running':
      return {
        ...stopped.report,
        handle: toPlainData({ ...progress, stop: stopped.handle }),
      };
    case 'failed':
      return stopped;
    default: {
      const unknown: never = stopped;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

/** Replaces the routing rules and keeps the weight. */
function route(
  request: Request,
  call: {
    effect: number;
    handle: ShadowProgress['mirror'];
    doing: ReturnType<typeof toPhrase>;
  },
  candidate: Instance,
  routing: TrafficRouting,
) {
  const { target, trafficWeight: weight } = request;
  return advanceEffect(
    target,
    {
      ...toEffectRequest(request),
      idempotencyKey: formatEffectKey(request.idempotencyKey, call.effect),
    },
    call.handle,
    {
      doing: call.doing,
      start: async effect =>
        target.setTraffic?.({ ...effect, weight, candidate, routing }),
    },
  );
}

function toProblems(comparison: MirrorComparison | undefined): TargetProblem[] {
  const differences = comparison?.differences ?? [];
  if (differences.length === 0) return [];
  return [
    {
      code: 'other',
      message:
        'Responses of the new version differ. These are the latest requests, with both statuses and the fields that differ, without values.',
      logTail: [...differences].reverse().map(formatDifference),
    },
  ];
}

function formatDifference({
  method,
  path,
  baselineStatus,
  candidateStatus,
  fields,
}: MirrorDifference): string {
  const statuses =
    baselineStatus === candidateStatus
      ? `both ${baselineStatus}`
      : `${baselineStatus}, now ${candidateStatus ?? 'no response'}`;
  const named = fields.length > 0 ? `, fields ${fields.join(', ')}` : '';
  return `${method} ${path}: ${statuses}${named}`;
}
