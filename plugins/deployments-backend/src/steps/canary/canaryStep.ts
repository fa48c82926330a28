import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  StepKind,
  StepRequest,
  StepResult,
  TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import { listRoutingCapabilities } from '@slipway/backstage-plugin-deployments-node/config';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Analyst } from '../../checks/analysis/analyst';
import type { DeploymentState } from '../../domain/deployment/state';
import {
  advanceApply,
  applyCandidate,
  cancelUnknownStart,
  findExpected,
  toTargetVersion,
} from '../deployCandidate';
import type { CandidateDeployment } from '../deployCandidate';
import { formatEffectKey, toEffectRequest } from '../effectRequest';
import { advanceEffect } from '../longEffect';
import { DEFAULT_POLL_AFTER_MS } from '../toStepReport';
import { canarySchema, listStages, sayStages } from './canarySettings';
import type { CanarySettings, Stage } from './canarySettings';
import { leaveStage } from './leaveStage';
import { sayShift, readKept, readState, toHandle } from './rolloutProgress';
import type { RolloutState } from './rolloutProgress';
import { say } from '../../domain/text/say';
import { sayDeploying, toPhrase } from '../../domain/text/stepSentences';
import { describeBySaying } from '../sayingStepKind';

export interface CanaryStepOptions {
  analyst: Analyst;
  loadDeployment(id: string): Promise<DeploymentState>;
}

type Call = StepRequest<CanarySettings> & { handle?: JsonObject };

/** The number of the effect that shifts traffic to the first stage. The first effect deploys the candidate. */
const FIRST_SHIFT = 2;

/**
 * Deploys the version next to the previous one, and raises its share of the traffic in stages, each for a time, until a person
 * promotes it, or until an analysis allows it. Ends with all of the traffic on the new version. The previous one keeps
 * running. Each call performs at most one effect, under its own key, so after a crash a repeated effect has the same body.
 */
export function createCanaryStep(
  options: CanaryStepOptions,
): StepKind<CanarySettings> {
  return describeBySaying<CanarySettings>({
    id: 'canary',
    schema: canarySchema,
    // Limits the deployment of the candidate and each shift of traffic. Stages don't count.
    timeoutMs: 10 * 60_000,
    changes: () => 'reversible',
    requires: settings => [
      'side-by-side',
      'weights',
      ...listRoutingCapabilities(settings.routing),
      ...(usesFreshBaseline(settings) ? ['fresh-baseline' as const] : []),
    ],
    say(settings, { version = 'the version', baseline: other, analyses = {} }) {
      return other === undefined
        ? [say('step_deploy_alone', { version })]
        : [
            say('step_deploy_next_to', { version, other }),
            ...(usesFreshBaseline(settings)
              ? [say('step_fresh_baseline', { version: other })]
              : []),
            ...sayStages(settings, analyses),
          ];
    },
    start: startRollout,
    poll: request => pollRollout(options, request),
    async cancel(request) {
      const state = readState(request.handle);
      if (!state) {
        // Without a handle, the response to `start` was lost. It sends nothing if the candidate is there already.
        return request.candidate
          ? 'cancelled'
          : cancelUnknownStart(request, toCandidateDeployment(request));
      }
      const effect = state.candidate ? state.shift : state.apply;
      return effect
        ? request.target.cancel({ ...toEffectRequest(request), handle: effect })
        : 'cancelled';
    },
  });
}

/** Whether the new version is compared with an instance that is as old as it. */
function usesFreshBaseline({ baseline }: CanarySettings): boolean {
  return baseline === 'fresh';
}

function toCandidateDeployment(request: Call): CandidateDeployment {
  const expected = findExpected(request);
  return {
    version: toTargetVersion(request.version),
    intent: request.kind === 'rollback' ? 'rollback' : 'deploy',
    ...(expected === undefined ? {} : { expected }),
    restart: false,
    freshBaseline: usesFreshBaseline(request.with),
    weight: 0,
    retireOthers: false,
  };
}

/** Deploys the candidate, unless an earlier attempt did. */
async function startRollout(request: Call): Promise<StepResult> {
  const { candidate, version } = request;
  // The looks of an earlier attempt don't count, so the times that limit them start again.
  const {
    rampedAt: _,
    heldAt: __,
    heldBecause: ___,
    ...kept
  } = readKept(request.kept);
  const state = { promotionsUsed: 0, kept };
  if (candidate) {
    return {
      state: 'running',
      handle: toHandle({ ...state, candidate }),
      pollAfterMs: 0,
      ...toPhrase([say('result_already', { version: version.name })]),
    };
  }
  const apply = await applyCandidate(request, toCandidateDeployment(request));
  return {
    state: 'running',
    handle: toHandle({ ...state, apply }),
    pollAfterMs: DEFAULT_POLL_AFTER_MS,
    ...toPhrase([sayDeploying(version)]),
  };
}

async function pollRollout(
  options: CanaryStepOptions,
  request: Call,
): Promise<StepResult> {
  const stored = readState(request.handle);
  if (!stored) {
    return startRollout(request);
  }
  const state =
    request.paused && stored.left && !stored.shift ? stored.left : stored;
  const { candidate, apply } = state;
  if (!candidate) {
    return apply ? pollApply(request, state, apply) : startRollout(request);
  }
  const stages = hasBaseline(request, state) ? listStages(request.with) : [];
  const { stage, ...kept } = state.kept;
  if (stage === undefined) {
    return request.paused
      ? waitForResume(state)
      : shift(
          request,
          { ...state, kept: { ...kept, stage: 0 } },
          candidate,
          stages,
        );
  }
  const current = stages[stage];
  if (state.since === undefined || !current) {
    return shift(request, state, candidate, stages);
  }
  const outcome = await leaveStage(options, request, {
    state,
    since: state.since,
    candidate,
    stages,
    stage,
  });
  return outcome.result;
}

/** Whether there is a previous version to split the traffic with. */
function hasBaseline({ baseline }: Call, { kept }: RolloutState): boolean {
  return baseline !== undefined && !kept.baselineGone;
}

async function pollApply(
  request: Call,
  state: RolloutState,
  apply: TargetHandle,
): Promise<StepResult> {
  const applied = await advanceApply(
    request.target,
    toEffectRequest(request),
    apply,
  );
  switch (applied.state) {
    case 'running':
      return { ...applied, handle: toHandle(state) };
    case 'failed':
      return applied;
    case 'ready':
      return {
        ...applied.report,
        handle: toHandle({
          ...state,
          candidate: applied.candidate,
          kept: {
            ...state.kept,
            ...(applied.hasBaseline ? {} : { baselineGone: true }),
          },
        }),
      };
    default: {
      const unknown: never = applied;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

/** A pause before the first stage: the candidate runs without traffic. */
function waitForResume(state: RolloutState): StepResult {
  return {
    state: 'running',
    handle: toHandle(state),
    pollAfterMs: 30_000,
    ...toPhrase([say('result_ready_paused')]),
    idle: true,
  };
}

/** Shifts the traffic of the state's stage, or all of it after the last one. */
async function shift(
  request: Call,
  state: RolloutState,
  candidate: Instance,
  stages: Stage[],
): Promise<StepResult> {
  const { target, version, now } = request;
  const { stage = 0 } = state.kept;
  const weight = stages[stage]?.weight ?? 100;
  const { routing } = request.with;
  const setTraffic = target.setTraffic?.bind(target);
  if (!setTraffic) {
    throw new EffectError(`The target '${target.id}' can't split traffic`, {
      code: 'unsupported',
      retryable: false,
    });
  }
  const effect = await advanceEffect(
    target,
    {
      ...toEffectRequest(request),
      idempotencyKey: formatEffectKey(
        request.idempotencyKey,
        FIRST_SHIFT + stage,
      ),
    },
    state.shift,
    {
      doing: toPhrase([sayShift(weight, version.name)]),
      start: each =>
        setTraffic({
          ...each,
          weight,
          candidate,
          ...(routing && weight < 100 ? { routing } : {}),
        }),
    },
  );
  switch (effect.state) {
    case 'failed':
      return effect;
    case 'running':
      return {
        ...effect.report,
        handle: toHandle({ ...state, left: undefined, shift: effect.handle }),
      };
    case 'done':
      break;
    default: {
      const unknown: never = effect;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
  const effects = { candidate, trafficWeight: weight };
  if (weight === 100) {
    return toSucceeded(request, state, effects);
  }
  const { shift: _, left: __, ...rest } = state;
  return {
    state: 'running',
    handle: toHandle({
      ...rest,
      since: now,
      kept: { ...state.kept, rampedAt: state.kept.rampedAt ?? now },
    }),
    pollAfterMs: 0,
    ...toPhrase([say('result_gets', { version: version.name, weight })]),
    effects,
  };
}

function toSucceeded(
  request: Call,
  state: RolloutState,
  effects: { candidate: Instance; trafficWeight: number },
): StepResult {
  const { proof } = state.kept;
  const isAlone = !hasBaseline(request, state);
  return {
    state: 'succeeded',
    ...toPhrase([
      say('result_gets', { version: request.version.name, weight: 100 }),
      ...(isAlone ? [say('result_alone')] : []),
    ]),
    effects: {
      ...effects,
      ...(state.kept.baselineGone ? { baselineRetired: true } : {}),
    },
    ...(proof === 'passed' ? { verdict: 'passed' as const } : {}),
    ...(proof === 'overruled' ? { verdict: 'overridden' as const } : {}),
  };
}
