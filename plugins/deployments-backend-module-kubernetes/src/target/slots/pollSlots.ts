import type {
  EffectRequest,
  TargetHandle,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import { assessRollout } from '../../rollout/assessRollout';
import { readHistory } from '../../rollout/effectHistory';
import { describeLastChange } from '../../rollout/findLastChange';
import { findMainContainer } from '../../rollout/findMainContainer';
import { identifyVersion } from '../../rollout/identifyVersion';
import { formatSlotUrl } from '../../slots/buildSlotInstances';
import type { SlotsAction } from '../../slots/convergeSlots';
import { decideProgress } from '../../slots/decideSlots';
import { findReplacement } from '../../slots/planApply';
import { PREPARED } from '../../slots/slotDeployment';
import type { Slot, SlotsSnapshot } from '../../slots/slotObjects';
import { findSlotReplicaSet } from '../../slots/slotState';
import { readGoal, type SlotsGoal } from '../../slots/slotsRecord';
import { readHandle, type EffectInProgress } from '../effectHandle';
import { explainProgress } from '../explainProgress';
import { formatDashboardLinks } from '../formatDashboardLinks';
import { reportErrors } from '../reportErrors';
import type { SlotsClient } from './slotsClient';
import { takeStep } from './takeStep';
import { toContext } from './toContext';

/** Changes of traffic take a second or two. */
const POLL_AFTER_MS = 1_000;
/** Gateways may reject a route for a moment, until they have seen a new Service. */
const REJECTED_FOR_MS = 15_000;
/** Left of the deadline for the report. */
const MARGIN_MS = 3_000;

/**
 * Goes on towards the goal of a service environment, as far as Kubernetes allows now, and reports how far an effect has come.
 *
 * @throws FencedError
 */
export async function pollSlots(
  slots: SlotsClient,
  request: EffectRequest & { handle: TargetHandle },
): Promise<TargetProgress> {
  const effect = readHandle(request.handle);
  return reportErrors(async () => {
    const { snapshot, action } = await advance(slots, request);
    return report(slots, effect, snapshot, action);
  });
}

async function advance(
  slots: SlotsClient,
  request: EffectRequest,
): Promise<{ snapshot: SlotsSnapshot; action: SlotsAction }> {
  const context = toContext(slots, request);
  for (;;) {
    const { snapshot, decision } = await takeStep(slots, request, read =>
      decideProgress(read, context),
    );
    const isLate = Date.now() > request.deadline - MARGIN_MS;
    if (decision.do !== 'write' || isLate) {
      return { snapshot, action: decision };
    }
  }
}

async function report(
  slots: SlotsClient,
  effect: EffectInProgress,
  snapshot: SlotsSnapshot,
  action: SlotsAction,
): Promise<TargetProgress> {
  const goal = readGoal(snapshot.record);
  const history = readHistory(
    snapshot.record?.metadata ?? snapshot.workload.metadata,
  );
  const isKnown = history.some(({ key }) => key === effect.key);
  if (!goal || !isKnown) {
    return toFailed(
      'overtaken',
      `Somebody has deleted what Slipway remembers about ${slots.settings.workload}. Deploy again.`,
    );
  }
  if (effect.kind === 'apply') {
    return reportApply(slots, effect, snapshot, { goal, action });
  }
  // A later effect replaces what this one wanted.
  if (goal.effect !== effect.key) return { state: 'done' };
  return toProgress(action, effect);
}

async function reportApply(
  slots: SlotsClient,
  effect: EffectInProgress,
  snapshot: SlotsSnapshot,
  { goal, action }: { goal: SlotsGoal; action: SlotsAction },
): Promise<TargetProgress> {
  if (goal.apply !== effect.key) {
    return toFailed('overtaken', 'Another deployment has started meanwhile.');
  }
  if (goal.state === 'aborted') {
    return toFailed(
      'cancelled',
      'The deployment was cancelled, and the previous version has the traffic',
    );
  }
  const deployment = snapshot[goal.candidate];
  const isPrepared =
    goal.isUnchanged ||
    deployment?.metadata.annotations?.[PREPARED] === effect.key;
  if (!deployment || !isPrepared) return toProgress(action, effect);
  const replacement = findReplacement(snapshot, goal);
  if (replacement !== undefined) {
    const who = describeLastChange(deployment.metadata);
    return toFailed(
      'overtaken',
      `Somebody deployed ${replacement} to Deployment ${
        deployment.metadata.name
      } meanwhile${who ? `: ${who} changed it` : ''}.`,
    );
  }
  const slot = slots.openSlot(goal.candidate);
  const shared = {
    links: formatDashboardLinks(slot, deployment),
    pollAfterMs: POLL_AFTER_MS,
  };
  const assessment = assessRollout(deployment, goal.staleDeadline);
  switch (assessment.state) {
    case 'paused':
      return {
        state: 'waiting',
        message: assessment.message,
        ...shared,
        problems: [{ code: 'paused_elsewhere', message: assessment.message }],
      };
    case 'working':
    case 'stuck':
      return explainProgress(
        slot,
        deployment,
        assessment,
        shared,
        describeTraffic(slots, snapshot, goal),
      );
    case 'complete': {
      const candidate = toInstance(slots, snapshot, goal.candidate);
      if (!candidate || action.do !== 'finish') {
        return { ...toProgress(action, effect), ...shared };
      }
      const baseline =
        goal.baseline && goal.state === 'candidate'
          ? toInstance(slots, snapshot, goal.baseline)
          : undefined;
      return {
        state: 'ready',
        candidate,
        ...(baseline ? { baseline } : {}),
        ...shared,
        message: `${assessment.replicas} of ${assessment.replicas} pods are ready in Deployment ${deployment.metadata.name}`,
      };
    }
    default: {
      const unknown: never = assessment;
      throw new Error(`Unknown assessment ${JSON.stringify(unknown)}`);
    }
  }
}

function toProgress(
  action: SlotsAction,
  { startedAt }: EffectInProgress,
): TargetProgress {
  switch (action.do) {
    case 'finish':
      return { state: 'done' };
    case 'write':
      return {
        state: 'working',
        message: 'Changing the slots',
        pollAfterMs: POLL_AFTER_MS,
      };
    case 'wait': {
      const isRejected = action.reason === 'route-rejected';
      if (isRejected && Date.now() > startedAt + REJECTED_FOR_MS) {
        return toFailed('route_rejected', `${action.message}.`);
      }
      return {
        state: 'working',
        message: action.message,
        pollAfterMs: POLL_AFTER_MS,
        ...(isRejected
          ? { problems: [{ code: 'other', message: action.message }] }
          : {}),
      };
    }
    default: {
      const unknown: never = action;
      throw new Error(`Unknown action ${JSON.stringify(unknown)}`);
    }
  }
}

function toFailed(
  code: 'overtaken' | 'cancelled' | 'route_rejected',
  message: string,
): TargetProgress {
  return {
    state: 'failed',
    code,
    message,
    retryable: code === 'route_rejected',
    ...(code === 'cancelled'
      ? {}
      : {
          problems: [{ code: code === 'overtaken' ? code : 'other', message }],
        }),
  };
}

/** e.g. `1.4.1 still takes all traffic.` */
function describeTraffic(
  slots: SlotsClient,
  snapshot: SlotsSnapshot,
  { baseline }: SlotsGoal,
): string {
  const instance = baseline && toInstance(slots, snapshot, baseline);
  return instance
    ? `${instance.versionName ?? instance.id} still takes all traffic.`
    : 'Nothing else runs.';
}

function toInstance(
  { settings }: SlotsClient,
  snapshot: SlotsSnapshot,
  slot: Slot,
): Instance | undefined {
  const replicaSet = findSlotReplicaSet(snapshot, slot);
  if (!replicaSet) return undefined;
  const { artifact, versionName } = identifyVersion(
    snapshot[slot]?.spec?.template ?? {},
    findMainContainer(snapshot.workload, settings),
  );
  const url = formatSlotUrl(settings, slot);
  return {
    id: replicaSet.metadata.name,
    artifact,
    versionName,
    ...(url ? { url } : {}),
  };
}
