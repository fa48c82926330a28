import {
  EffectError,
  type TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import { isReady } from '../rollout/buildInstances';
import type { EffectContext } from '../rollout/effectDecision';
import { hashKey } from '../rollout/effectHistory';
import { findReplacement } from './planApply';
import type { SlotsSnapshot } from './slotObjects';
import {
  findActiveSlot,
  findSlotReplicaSet,
  isStarted,
  listSlotPods,
} from './slotState';
import { readGoal, type SlotsGoal } from './slotsRecord';

/**
 * Plans which share of the traffic goes to the candidate.
 *
 * @throws EffectError if the candidate is not ready or the settings don't allow it.
 */
export function planTraffic(
  snapshot: SlotsSnapshot,
  context: EffectContext,
  shift: { candidate: Instance; weight: number; routing?: TrafficRouting },
): SlotsGoal {
  const goal = readOwnGoal(snapshot, context, shift.candidate);
  const { weight, routing } = shift;
  const hasBaseline = goal.baseline !== undefined && goal.state === 'candidate';
  if (!hasBaseline) {
    // Requests must reach an instance, so the only one has all of them.
    if (weight > 0 || goal.baseline === undefined) {
      return { ...goal, effect: hashKey(context.idempotencyKey) };
    }
    throw new EffectError(
      'The previous version has been stopped, so it can take no traffic',
      { code: 'overtaken', retryable: false, notSent: true },
    );
  }
  if (!snapshot.route && weight !== 0 && weight !== 100) {
    throw new EffectError(
      'A Service sends requests to one slot, so it can only switch between 0 and 100 %. Set "route" in the target\'s settings to split traffic.',
      { code: 'unsupported', retryable: false, notSent: true },
    );
  }
  return {
    ...goal,
    effect: hashKey(context.idempotencyKey),
    weight,
    match: readMatch(snapshot, context, goal, routing),
  };
}

/**
 * Plans that the candidate runs alone, with all traffic.
 *
 * @throws EffectError if it is not ready.
 */
export function planFinalize(
  snapshot: SlotsSnapshot,
  context: EffectContext,
  candidate: Instance,
): SlotsGoal {
  const goal = readOwnGoal(snapshot, context, candidate);
  return {
    ...goal,
    effect: hashKey(context.idempotencyKey),
    state: 'finalized',
  };
}

/** Plans that the baseline has all traffic, and the candidate stops; `undefined` if the deployment has started nothing. */
export function planAbort(
  snapshot: SlotsSnapshot,
  context: EffectContext,
): SlotsGoal | undefined {
  const goal = readGoal(snapshot.record);
  if (goal?.deployment !== context.deploymentId || goal.state === 'removed') {
    return undefined;
  }
  const { baseline } = goal;
  return {
    ...goal,
    effect: hashKey(context.idempotencyKey),
    state: 'aborted',
    restartsBaseline: baseline !== undefined && !isStarted(snapshot, baseline),
  };
}

/** Plans that nothing runs. The next deployment starts as many pods as ran before. */
export function planRemove(
  snapshot: SlotsSnapshot,
  context: EffectContext,
): SlotsGoal {
  const earlier = readGoal(snapshot.record);
  const active = findActiveSlot(snapshot);
  const replicas = active && snapshot[active]?.spec?.replicas;
  const key = hashKey(context.idempotencyKey);
  return {
    deployment: context.deploymentId,
    effect: key,
    apply: key,
    state: 'removed',
    candidate: active ?? 'workload',
    isUnchanged: false,
    template: { containers: {}, initContainers: {}, annotations: {} },
    replicas: replicas ?? earlier?.replicas ?? 0,
    baselineReplicas: 0,
    weight: 0,
    match: [],
  };
}

/** Reads the goal of the deployment, whose candidate must be the given one, ready, and as the deployment started it. */
function readOwnGoal(
  snapshot: SlotsSnapshot,
  { deploymentId }: EffectContext,
  candidate: Instance,
): SlotsGoal {
  const title = candidate.versionName ?? candidate.id;
  const goal = readGoal(snapshot.record);
  const isOwn =
    goal?.deployment === deploymentId &&
    (goal.state === 'candidate' || goal.state === 'finalized');
  const isCurrent =
    isOwn &&
    findSlotReplicaSet(snapshot, goal.candidate)?.metadata.name ===
      candidate.id &&
    findReplacement(snapshot, goal) === undefined;
  if (!isCurrent) {
    throw new EffectError(
      `${title} no longer runs in a slot of ${snapshot.workload.metadata.name}: somebody has deployed something else meanwhile`,
      { code: 'overtaken', retryable: false },
    );
  }
  if (!listSlotPods(snapshot, goal.candidate).some(isReady)) {
    throw new EffectError(`No pod of ${title} is ready`, {
      code: 'not_ready',
      retryable: true,
    });
  }
  return goal;
}

function readMatch(
  { route }: SlotsSnapshot,
  { settings }: EffectContext,
  goal: SlotsGoal,
  routing: TrafficRouting | undefined,
): SlotsGoal['match'] {
  const unsupported = (message: string) =>
    new EffectError(message, {
      code: 'unsupported',
      retryable: false,
      notSent: true,
    });
  if (!routing) return goal.match;
  if (routing.sticky || routing.mirror) {
    throw unsupported(
      'Mode "slots" can neither keep users on a version nor mirror requests',
    );
  }
  const match = routing.match ?? [];
  if (match.length > 0 && !route) {
    throw unsupported(
      'A Service can\'t look at headers. Set "route" in the target\'s settings to match requests.',
    );
  }
  if (
    match.some(request => 'cookie' in request) &&
    !settings.route?.regularExpressions
  ) {
    throw unsupported(
      'A route matches cookies by a regular expression of the header. If your gateway supports them, set "route.regularExpressions: true" in the target\'s settings; otherwise match a header.',
    );
  }
  return match;
}
