import { assessRollout } from '../rollout/assessRollout';
import { isReady } from '../rollout/buildInstances';
import { assessRoute } from './assessRoute';
import { buildGuardedPatch } from './objectWrites';
import { buildRules, isSameRules, type RouteBackends } from './routeRules';
import {
  buildSelector,
  findSelectedSlot,
  isSameSelector,
} from './serviceSelector';
import {
  createSlot,
  createSlotService,
  PREPARED,
  prepareSlot,
  scaleSlot,
  type SlotOwner,
} from './slotDeployment';
import {
  formatSlotName,
  OWN_SLOTS,
  toServiceObject,
  type ObjectWrite,
  type Slot,
  type SlotsSnapshot,
} from './slotObjects';
import {
  findServingHash,
  isServedBy,
  isStarted,
  isStopped,
  listMissingSlots,
  listOthers,
  listSlotPods,
} from './slotState';
import type { SlotsGoal } from './slotsRecord';

/** What comes next on the way to a goal. */
export type SlotsAction =
  | {
      do: 'write';
      write: ObjectWrite;
      /** Whether it only takes over the object, and changes nothing that would have to be undone. */
      isClaim?: true;
    }
  /** Kubernetes or the gateway has to act first. */
  | { do: 'wait'; message: string; reason: 'pods' | 'network' }
  /** The gateway has seen the route, and does not use it. */
  | { do: 'wait'; message: string; reason: 'route-rejected' }
  | { do: 'finish' };

type Step = SlotsAction | undefined;

/**
 * Decides what comes next on the way to a goal. Traffic always moves to pods that are ready, and pods are stopped only after
 * the network no longer sends requests to them.
 *
 * @throws EffectError if the route does not fit.
 */
export function convergeSlots(
  snapshot: SlotsSnapshot,
  goal: SlotsGoal,
  owner: SlotOwner,
): SlotsAction {
  return findStep(snapshot, goal, owner) ?? { do: 'finish' };
}

function findStep(
  snapshot: SlotsSnapshot,
  goal: SlotsGoal,
  owner: SlotOwner,
): Step {
  const { baseline, candidate, isUnchanged } = goal;
  const stable = chooseStable(snapshot, goal);
  switch (goal.state) {
    case 'candidate':
      if (isUnchanged) return undefined;
      return (
        createMissing(snapshot, owner) ??
        pointRoute(snapshot, goal) ??
        pointService(snapshot, stable, { isAlone: false }) ??
        stop(snapshot, listOthers(baseline, candidate)) ??
        prepare(snapshot, goal) ??
        confirmService(snapshot, stable) ??
        confirmRoute(snapshot)
      );
    case 'finalized':
      return (
        pointService(snapshot, candidate, { isAlone: isUnchanged }) ??
        confirmService(snapshot, candidate) ??
        pointRoute(snapshot) ??
        confirmRoute(snapshot) ??
        stop(snapshot, listOthers(candidate)) ??
        confirmStopped(snapshot, listOthers(candidate))
      );
    case 'aborted':
      if (isUnchanged) return undefined;
      return baseline
        ? restart(snapshot, goal) ??
            pointService(snapshot, baseline, {
              isAlone: isStopped(snapshot[candidate]),
            }) ??
            pointRoute(snapshot) ??
            confirmService(snapshot, baseline) ??
            confirmRoute(snapshot) ??
            stop(snapshot, [candidate]) ??
            confirmStopped(snapshot, [candidate]) ??
            pointService(snapshot, baseline, { isAlone: true })
        : stopAll(snapshot);
    case 'removed':
      return stopAll(snapshot);
    default: {
      const unknown: never = goal.state;
      throw new Error(`Unknown goal ${unknown}`);
    }
  }
}

function stopAll(snapshot: SlotsSnapshot): Step {
  const all = listOthers();
  return (
    pointRoute(snapshot) ??
    stop(snapshot, all) ??
    confirmStopped(snapshot, all) ??
    pointService(snapshot, 'workload', { isAlone: true })
  );
}

/** Returns the slot that the stable Service should select while the candidate runs. */
function chooseStable(
  { route }: SlotsSnapshot,
  { baseline, candidate, weight }: SlotsGoal,
): Slot {
  // A Service sends requests to one slot. Only a route can split them.
  if (!route && weight === 100) return candidate;
  return baseline ?? candidate;
}

function createMissing(snapshot: SlotsSnapshot, owner: SlotOwner): Step {
  const [slot] = listMissingSlots(snapshot);
  if (slot) return write(createSlot(snapshot.workload, slot, owner));
  const service = OWN_SLOTS.find(own => !snapshot[toServiceObject(own)]);
  return service
    ? write(
        createSlotService(
          snapshot.service,
          snapshot.workload.metadata.name,
          service,
          owner,
        ),
      )
    : undefined;
}

/** Gives the candidate's slot its version, once. From then on, an autoscaler may own the number of its pods. */
function prepare(
  snapshot: SlotsSnapshot,
  { candidate, template, replicas, apply }: SlotsGoal,
): Step {
  const current = snapshot[candidate];
  const isPrepared = current?.metadata.annotations?.[PREPARED] === apply;
  if (candidate === 'workload' || !current || isPrepared) return undefined;
  return write(
    prepareSlot(snapshot.workload, candidate, current, {
      template,
      replicas,
      apply,
    }),
  );
}

/** Starts a baseline again that was stopped, and waits until all of its pods can take the traffic. */
function restart(
  snapshot: SlotsSnapshot,
  { baseline, baselineReplicas, restartsBaseline }: SlotsGoal,
): Step {
  const deployment = baseline && snapshot[baseline];
  if (!baseline || !deployment || !restartsBaseline) return undefined;
  if (!isStarted(snapshot, baseline)) {
    return write(scaleSlot(baseline, deployment, baselineReplicas));
  }
  return assessRollout(deployment).state === 'complete'
    ? undefined
    : {
        do: 'wait',
        reason: 'pods',
        message: `Waiting until Deployment ${deployment.metadata.name} runs again`,
      };
}

/** @param isAlone - Whether no other slot runs whose pods the stable Service could select by mistake. */
function pointService(
  snapshot: SlotsSnapshot,
  slot: Slot,
  { isAlone }: { isAlone: boolean },
): Step {
  const { service, workload } = snapshot;
  const name = workload.metadata.name;
  const hash =
    slot === 'workload' && !isAlone ? findServingHash(snapshot) : undefined;
  const selector = buildSelector(service, name, slot, hash);
  if (isSameSelector(service.spec?.selector, selector)) return undefined;
  const selected = findSelectedSlot(service, name);
  if (
    selected !== slot &&
    countReady(snapshot, slot) === 0 &&
    countReady(snapshot, selected) > 0
  ) {
    return {
      do: 'wait',
      reason: 'pods',
      message: `Waiting until a pod of Deployment ${formatSlotName(
        name,
        slot,
      )} is ready. Until then, the traffic stays where it is.`,
    };
  }
  return write(
    buildGuardedPatch('service', service.metadata, {}, [
      { op: 'add', path: '/spec/selector', value: selector },
    ]),
  );
}

/** @param goal - Absent to send everything to the stable Service. */
function pointRoute(snapshot: SlotsSnapshot, goal?: SlotsGoal): Step {
  const { route } = snapshot;
  if (!route) return undefined;
  const backends = listBackends(snapshot);
  const share = goal?.baseline ? goal : undefined;
  const isSplit =
    share !== undefined && (share.weight > 0 || share.match.length > 0);
  const candidate = share
    ? formatSlotName(snapshot.workload.metadata.name, share.candidate)
    : undefined;
  const rules = buildRules(route, backends, {
    weight: share?.weight ?? 0,
    match: share?.match ?? [],
    ...(candidate && isSplit ? { candidate } : {}),
  });
  if (isSameRules(route.spec?.rules ?? [], rules)) return undefined;
  if (isSplit && candidate) {
    const isReachable =
      countReady(snapshot, share.candidate) > 0 &&
      isServedBy(snapshot, candidate, share.candidate);
    if (!isReachable) {
      return {
        do: 'wait',
        reason: 'network',
        message: `Waiting until Service ${candidate} reaches ready pods`,
      };
    }
  }
  return write(
    buildGuardedPatch('route', route.metadata, {}, [
      { op: 'replace', path: '/spec/rules', value: rules },
    ]),
  );
}

/** Returns the Services between which the route splits. */
function listBackends({ service, workload }: SlotsSnapshot): RouteBackends {
  return {
    stable: service.metadata.name,
    slots: OWN_SLOTS.map(slot => formatSlotName(workload.metadata.name, slot)),
  };
}

function confirmService(snapshot: SlotsSnapshot, slot: Slot): Step {
  const { name } = snapshot.service.metadata;
  return isServedBy(snapshot, name, slot)
    ? undefined
    : {
        do: 'wait',
        reason: 'network',
        message: `Waiting until Service ${name} reaches only pods of Deployment ${formatSlotName(
          snapshot.workload.metadata.name,
          slot,
        )}`,
      };
}

function confirmRoute({ route }: SlotsSnapshot): Step {
  if (!route) return undefined;
  const assessment = assessRoute(route);
  switch (assessment.state) {
    case 'accepted':
      return undefined;
    case 'pending':
      return { do: 'wait', reason: 'network', message: assessment.message };
    case 'rejected':
      return {
        do: 'wait',
        reason: 'route-rejected',
        message: assessment.message,
      };
    default: {
      const unknown: never = assessment;
      throw new Error(`Unknown assessment ${JSON.stringify(unknown)}`);
    }
  }
}

function stop(snapshot: SlotsSnapshot, slots: readonly Slot[]): Step {
  const slot = slots.find(it => isStarted(snapshot, it));
  const deployment = slot && snapshot[slot];
  return slot && deployment ? write(scaleSlot(slot, deployment, 0)) : undefined;
}

function confirmStopped(snapshot: SlotsSnapshot, slots: readonly Slot[]): Step {
  const slot = slots.find(it => !isStopped(snapshot[it]));
  return slot
    ? {
        do: 'wait',
        reason: 'pods',
        message: `Waiting until the pods of Deployment ${formatSlotName(
          snapshot.workload.metadata.name,
          slot,
        )} have ended`,
      }
    : undefined;
}

function countReady(snapshot: SlotsSnapshot, slot: Slot): number {
  return listSlotPods(snapshot, slot).filter(isReady).length;
}

function write(value: ObjectWrite): SlotsAction {
  return { do: 'write', write: value };
}
