import type { Pod, ReplicaSet, Workload } from '../client/kubernetesObjects';
import { isReady, selectPods } from '../rollout/buildInstances';
import { findSelectedSlot, TEMPLATE_HASH } from './serviceSelector';
import {
  OWN_SLOTS,
  SLOTS,
  type OwnSlot,
  type Slot,
  type SlotsSnapshot,
} from './slotObjects';

const REVISION = 'deployment.kubernetes.io/revision';

/** Whether a slot should have pods. */
export function isStarted(snapshot: SlotsSnapshot, slot: Slot): boolean {
  const deployment = snapshot[slot];
  return deployment !== undefined && (deployment.spec?.replicas ?? 1) > 0;
}

/** Returns the slot that users reach at the stable Service; `undefined` if nothing runs there. */
export function findActiveSlot(snapshot: SlotsSnapshot): Slot | undefined {
  const slot = findSelectedSlot(
    snapshot.service,
    snapshot.workload.metadata.name,
  );
  return isStarted(snapshot, slot) ? slot : undefined;
}

/** Chooses the slot for a new version: one that users don't reach. */
export function chooseIdleSlot(active: Slot | undefined): OwnSlot {
  return active === 'a' ? 'b' : 'a';
}

/** Lists the pods of a slot that are not ending. */
export function listSlotPods(snapshot: SlotsSnapshot, slot: Slot): Pod[] {
  const deployment = snapshot[slot];
  return deployment ? selectPods(deployment, snapshot.pods) : [];
}

/** Finds the ReplicaSet of the slot's current template. */
export function findSlotReplicaSet(
  { replicaSets, ...snapshot }: SlotsSnapshot,
  slot: Slot,
): ReplicaSet | undefined {
  const metadata = snapshot[slot]?.metadata;
  const revision = metadata?.annotations?.[REVISION];
  return replicaSets.find(
    ({ metadata: own }) =>
      revision !== undefined &&
      own.annotations?.[REVISION] === revision &&
      own.ownerReferences?.some(({ uid }) => uid === metadata?.uid),
  );
}

/**
 * Returns the label that tells the workload's pods from those of the slots: the hash of its current template, or of the one
 * that the Service selects already, as long as only its pods are ready.
 */
export function findServingHash(snapshot: SlotsSnapshot): string | undefined {
  const isServing = (hash: string | undefined) =>
    hash !== undefined &&
    listSlotPods(snapshot, 'workload').some(
      pod => isReady(pod) && pod.metadata.labels?.[TEMPLATE_HASH] === hash,
    );
  const current = findSlotReplicaSet(snapshot, 'workload')?.metadata.labels?.[
    TEMPLATE_HASH
  ];
  const selected = snapshot.service.spec?.selector?.[TEMPLATE_HASH];
  return !isServing(current) && isServing(selected) ? selected : current;
}

/** Whether Kubernetes has ended all pods of a slot that should have none. */
export function isStopped(deployment: Workload | undefined): boolean {
  if (!deployment) return true;
  const { metadata, status } = deployment;
  return (
    Number(status?.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
    (status?.replicas ?? 0) === 0
  );
}

/**
 * Whether requests to the Service reach ready pods of the slot, and no others, as the cluster's network sees it. If the slot
 * has none, it is enough that no others are reached.
 */
export function isServedBy(
  snapshot: SlotsSnapshot,
  service: string,
  slot: Slot,
): boolean {
  const pods = listSlotPods(snapshot, slot);
  const own = new Set(pods.map(({ metadata }) => metadata.uid));
  const ready = snapshot.endpoints
    .filter(
      ({ metadata }) =>
        metadata.labels?.['kubernetes.io/service-name'] === service,
    )
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false);
  return (
    (ready.length > 0 || !pods.some(isReady)) &&
    ready.every(({ targetRef }) => own.has(targetRef?.uid ?? ''))
  );
}

/** Lists the other slots. */
export function listOthers(...slots: (Slot | undefined)[]): Slot[] {
  return SLOTS.filter(slot => !slots.includes(slot));
}

/** Lists the slots that do not exist yet. */
export function listMissingSlots(snapshot: SlotsSnapshot): OwnSlot[] {
  return OWN_SLOTS.filter(slot => !snapshot[slot]);
}
