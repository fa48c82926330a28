import type {
  Instance,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  StepPromotion,
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { Analysed, Analyst } from '../../checks/analysis/analyst';
import { saySummary, sayVerdict } from '../../domain/analysis/verdictSentences';
import { ERROR_CODES } from '../../domain/deployment/errorCodes';
import { isTimeUp } from '../../domain/analysis/replayLooks';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import { toMessage } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';
import { toPhrase } from '../../domain/text/stepSentences';
import type { DeploymentState } from '../../domain/deployment/state';
import type { CanarySettings, Stage } from './canarySettings';
import { sayShift, toHandle } from './rolloutProgress';
import type { KeptState, RolloutState } from './rolloutProgress';

type Running = Extract<StepResult, { state: 'running' }>;

/** A rollout at the traffic of one of its stages. */
interface AtStage {
  state: RolloutState;
  /** When the traffic of the stage was reached, in epoch milliseconds. */
  since: number;
  candidate: Instance;
  stages: Stage[];
  stage: number;
}

/** What follows a look at a stage. */
export type StageOutcome =
  | { next: 'wait'; result: Running }
  | { next: 'fail'; result: Extract<StepResult, { state: 'failed' }> };

interface StageAnalysis extends Analysed {
  model: AnalysisModel;
  /** Whether it agrees with more traffic, and not only because its time is up. */
  isProven: boolean;
  /** Whether the time for all weights of `auto` together is over. */
  isRampOver: boolean;
  /** What it says, with figures. */
  sentences: Sentence[];
  /** The same without figures, so that it only changes with the decision. */
  summary: Sentence;
}

/** A limit for commands that the engine could not announce, in milliseconds. */
const LONGEST_POLL_MS = 30_000;
const SHORTEST_POLL_MS = 250;

/**
 * Decides whether a rollout stays at its stage, continues, or fails. A new stage is stored before its traffic is shifted, so
 * that a pause can still stop it, and a failing shift can't lose a promotion.
 */
export async function leaveStage(
  options: {
    analyst: Analyst;
    loadDeployment(id: string): Promise<DeploymentState>;
  },
  request: StepRequest<CanarySettings>,
  given: AtStage,
): Promise<StageOutcome> {
  const analysis = await judge(options, request, given);
  const { stages, stage, since } = given;
  const at = { ...given, state: update(request, given, analysis) };
  const { now, paused, version } = request;
  const current = stages[stage];
  const share = say('result_gets', {
    version: version.name,
    weight: current.weight,
  });
  if (analysis?.verdict.decision === 'rollback') {
    return fail([
      ...analysis.sentences,
      say('had_traffic', { version: version.name, weight: current.weight }),
    ]);
  }
  const promotion = (request.promotions ?? [])[at.state.promotionsUsed];
  if (promotion && !paused) {
    return promote(request, at, promotion, analysis);
  }
  const endsAt = since + current.forMs;
  const mayGoOn =
    !current.untilPromoted &&
    now >= endsAt &&
    (analysis === undefined || analysis.verdict.decision === 'advance');
  if (mayGoOn && !paused) {
    const isUnproven = analysis !== undefined && !analysis.isProven;
    const next = isUnproven && analysis.isRampOver ? stages.length : stage + 1;
    return goTo(request, at, {
      next,
      proof: isUnproven ? 'unproven' : 'passed',
    });
  }
  const nextWeight = stages[stage + 1]?.weight ?? 100;
  return {
    next: 'wait',
    result: {
      state: 'running',
      handle: toHandle(at.state),
      idle: true,
      pollAfterMs: choosePoll(now, endsAt, analysis?.nextLookAt),
      ...toMessage([
        share,
        ...(analysis ? [analysis.summary] : []),
        ...sayWait(current, {
          isAnalysed: analysis !== undefined,
          paused,
          now,
          endsAt,
        }),
      ]),
      promotable: {
        nextWeight,
        needsReason: analysis !== undefined && !analysis.isProven,
        skipsAnalysis: !isLastAnalysed(stages, stage),
      },
      ...toDecision(
        current,
        analysis,
        [share, say('result_question', { weight: nextWeight })],
        at.state.kept,
        now,
      ),
    },
  };
}

/**
 * Uses up promotions to a share that the rollout reached by itself meanwhile, and remembers when and why the stage was
 * first held.
 */
function update(
  { promotions = [], now }: StepRequest<CanarySettings>,
  { state, stages, stage }: AtStage,
  analysis: StageAnalysis | undefined,
): RolloutState {
  const isReached = ({ to, weight = Infinity }: StepPromotion) =>
    to === 'next' && weight <= stages[stage].weight;
  let { promotionsUsed } = state;
  while (promotions[promotionsUsed] && isReached(promotions[promotionsUsed])) {
    promotionsUsed += 1;
  }
  return {
    ...state,
    promotionsUsed,
    kept:
      analysis?.verdict.decision === 'hold'
        ? { ...state.kept, ...describeHold(state.kept, analysis, now) }
        : state.kept,
  };
}

/** Returns since when a stage is held, and the first explanation of the current reason. */
function describeHold(
  { heldAt = Infinity, heldBecause }: KeptState,
  { verdict: { reason }, sentences }: StageAnalysis,
  now: number,
): Required<Pick<KeptState, 'heldAt' | 'heldBecause'>> {
  return {
    heldAt: Math.min(heldAt, now),
    heldBecause:
      heldBecause?.reason === reason && heldBecause.sentences
        ? heldBecause
        : { reason, sentences },
  };
}

/** Lets the analyst judge the stage, unless it has no analysis. */
async function judge(
  { analyst, loadDeployment }: Parameters<typeof leaveStage>[0],
  request: StepRequest<CanarySettings>,
  { state, since, candidate, stages, stage }: AtStage,
): Promise<StageAnalysis | undefined> {
  const { analysis, weight, untilPromoted } = stages[stage];
  const { now, baseline } = request;
  if (analysis === undefined || !baseline) {
    return undefined;
  }
  const { snapshot } = await loadDeployment(request.deploymentId);
  const model = snapshot?.analyses?.[analysis];
  if (!model) {
    throw new EffectError(
      `The deployment was planned without the analysis ${analysis}`,
      { code: 'no-analysis', retryable: false },
    );
  }
  const within = request.with.auto?.within;
  const isRampOver =
    within !== undefined && now - (state.kept.rampedAt ?? since) >= within;
  const analysed = await analyst.analyse({
    deploymentId: request.deploymentId,
    stepId: request.stepId,
    attempt: request.attempt,
    analysis,
    weightSince: since,
    weight,
    progress: {
      lastStep: isLastAnalysed(stages, stage),
      timeIsUp: !untilPromoted && (isRampOver || isTimeUp(model, since, now)),
    },
    candidate,
    baseline,
    version: request.version,
    now,
    deadline: request.deadline,
    signal: request.signal,
  });
  const { decision, reason } = analysed.verdict;
  const described = {
    model,
    candidate: request.version.name,
    baseline: baseline.name,
    lastStage: isLastAnalysed(stages, stage),
  };
  const sentences = sayVerdict(analysed, described);
  return {
    ...analysed,
    model,
    isProven: decision === 'advance' && reason !== 'time_is_up',
    isRampOver,
    sentences,
    summary: saySummary(analysed.verdict, described),
  };
}

function hasAnalysis({ analysis }: Stage): boolean {
  return analysis !== undefined;
}

/** Whether no later stage has an analysis, so that this one must prove that the candidate does no harm. */
function isLastAnalysed(stages: Stage[], stage: number): boolean {
  return !stages.slice(stage + 1).some(hasAnalysis);
}

function fail(sentences: Sentence[]): StageOutcome {
  return {
    next: 'fail',
    result: {
      state: 'failed',
      verdict: 'failed',
      retryable: false,
      error: { code: ERROR_CODES.analysisFailed, ...toMessage(sentences) },
    },
  };
}

/** Acts on a promotion. */
function promote(
  request: StepRequest<CanarySettings>,
  at: AtStage,
  { to, automatic }: StepPromotion,
  analysis: StageAnalysis | undefined,
): StageOutcome {
  const next = to === 'full' ? at.stages.length : at.stage + 1;
  const overruling = automatic ? 'unproven' : 'overruled';
  // An analysis of a later stage that is skipped is overruled as well.
  const skipsAnalysis = at.stages.slice(at.stage + 1, next).some(hasAnalysis);
  const isProven = analysis?.isProven === true && !skipsAnalysis;
  return goTo(request, at, {
    next,
    proof: isProven ? 'passed' : overruling,
    promotionsUsed: at.state.promotionsUsed + 1,
  });
}

/** Begins another stage. `proof` counts if the last analysis is over with it. */
function goTo(
  { version }: StepRequest<CanarySettings>,
  { state, stages, stage }: AtStage,
  {
    next,
    proof,
    promotionsUsed = state.promotionsUsed,
  }: {
    next: number;
    proof: NonNullable<KeptState['proof']>;
    promotionsUsed?: number;
  },
): StageOutcome {
  const { since: _, kept, ...rest } = state;
  const { heldAt: __, heldBecause: ___, ...stillKept } = kept;
  const settles =
    stages.slice(stage, next).some(hasAnalysis) &&
    !stages.slice(next).some(hasAnalysis);
  return {
    next: 'wait',
    result: {
      state: 'running',
      handle: toHandle({
        ...rest,
        promotionsUsed,
        left: state,
        kept: {
          ...stillKept,
          stage: next,
          ...(settles ? { proof } : {}),
        },
      }),
      pollAfterMs: 0,
      ...toPhrase([sayShift(stages[next]?.weight, version.name)]),
    },
  };
}

function sayWait(
  { forMs, untilPromoted }: Stage,
  given: {
    isAnalysed: boolean;
    paused: boolean | undefined;
    now: number;
    endsAt: number;
  },
): Sentence[] {
  const { isAnalysed, paused, now, endsAt } = given;
  if (paused) return [say('result_stage_paused')];
  const lasts = isAnalysed ? 'result_stage_at_least' : 'result_stage_lasts';
  return [
    ...(untilPromoted ? [say('result_stage_promoted')] : []),
    ...(now < endsAt ? [say(lasts, { periodMs: forMs })] : []),
  ];
}

/** The decision that a person must make, if there is one. Only a person promotes a stage `until: promoted`. */
function toDecision(
  { untilPromoted }: Stage,
  analysis: StageAnalysis | undefined,
  question: Sentence[],
  { heldAt = Infinity, heldBecause }: KeptState,
  now: number,
): Pick<Running, 'blocker' | 'deadline'> {
  if (analysis?.verdict.decision === 'hold') {
    const { decideWithinMs, otherwise } = analysis.model.onHold;
    const why = heldBecause?.sentences ?? analysis.sentences;
    return {
      blocker: { kind: 'decision', ...toMessage([...why, ...question]) },
      deadline: {
        afterMs: Math.max(0, Math.min(heldAt, now) + decideWithinMs - now),
        otherwise:
          otherwise === 'promote' && !untilPromoted ? 'promote' : 'fail',
      },
    };
  }
  return untilPromoted
    ? { blocker: { kind: 'decision', ...toMessage(question) } }
    : {};
}

/** Returns how soon to poll, in milliseconds: when the stage may end, or when the next look ends. */
function choosePoll(
  now: number,
  endsAt: number,
  nextLookAt = Infinity,
): number {
  const untilEnd = endsAt > now ? endsAt - now : Infinity;
  const untilLook = Math.max(SHORTEST_POLL_MS, nextLookAt - now);
  return Math.min(LONGEST_POLL_MS, untilEnd, untilLook);
}
