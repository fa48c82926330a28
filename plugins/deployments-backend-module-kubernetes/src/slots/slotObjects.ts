import type {
  ObjectMeta,
  Pod,
  ReplicaSet,
  Workload,
} from '../client/kubernetesObjects';
import type { EndpointSlice, HttpRoute } from '../client/trafficObjects';
import type { ConfigMap, Service } from '../client/trafficObjects';

/**
 * Where a version can run: `a` and `b` are Deployments that Slipway creates, and `workload` is the Deployment of the settings,
 * which runs until the first deployment and stays the template of the others.
 */
export type Slot = 'workload' | 'a' | 'b';

/** A slot that Slipway creates. */
export type OwnSlot = Exclude<Slot, 'workload'>;

export const SLOTS: readonly Slot[] = ['workload', 'a', 'b'];
export const OWN_SLOTS: readonly OwnSlot[] = ['a', 'b'];

/** In the pod template of a slot and in the selector of its Service: which slot it is. */
export const SLOT = 'slipway.io/slot';

/** The objects that Slipway reads and writes of a service environment with slots. */
export type SlotObject =
  | Slot
  /** The Service that users reach. */
  | 'service'
  /** The Services in front of one slot each. */
  | 'service-a'
  | 'service-b'
  /** The HTTPRoute of the settings. */
  | 'route'
  /** The ConfigMap with the fence, the effects and the goal. */
  | 'record';

/** The objects of a service environment, as they were read. The record was read after all others. */
export interface SlotsSnapshot {
  workload: Workload;
  a?: Workload;
  b?: Workload;
  service: Service;
  'service-a'?: Service;
  'service-b'?: Service;
  /** Absent if the settings name none. */
  route?: HttpRoute;
  record?: ConfigMap;
  /** Of all three Deployments. */
  pods: readonly Pod[];
  /** Of all three Deployments. */
  replicaSets: ReplicaSet[];
  /** Of all three Services. */
  endpoints: EndpointSlice[];
}

/** One write. A patch is rejected if the object has changed since it was read, and a creation if the object exists. */
export type ObjectWrite =
  | { kind: 'create'; object: SlotObject; body: Record<string, unknown> }
  | { kind: 'patch'; object: SlotObject; operations: JsonPatchOperation[] };

/** An operation of a JSON Patch (RFC 6902). */
export type JsonPatchOperation =
  | { op: 'add' | 'replace'; path: string; value: unknown }
  | { op: 'remove'; path: string };

/** Returns the name of a slot's Deployment, and of its Service. */
export function formatSlotName(workload: string, slot: Slot): string {
  return slot === 'workload' ? workload : `${workload}-${slot}`;
}

/** Returns the object that a Service or Deployment of a slot is. */
export function toServiceObject(slot: OwnSlot): 'service-a' | 'service-b' {
  return slot === 'a' ? 'service-a' : 'service-b';
}

/** Lists the objects that carry a fence: all that an effect changes after they exist. */
export function listFenced(
  snapshot: SlotsSnapshot,
): { object: SlotObject; metadata: ObjectMeta }[] {
  return (['workload', 'a', 'b', 'service', 'route'] as const).flatMap(
    object => {
      const metadata = snapshot[object]?.metadata;
      return metadata ? [{ object, metadata }] : [];
    },
  );
}
