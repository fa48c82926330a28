import type { Service } from '../client/trafficObjects';
import { formatSlotName, OWN_SLOTS, SLOT, type Slot } from './slotObjects';

/** Kubernetes' label of all pods with the same template. */
export const TEMPLATE_HASH = 'pod-template-hash';

/** Returns the slot that the Service sends requests to. */
export function findSelectedSlot({ spec }: Service, workload: string): Slot {
  const selected = spec?.selector?.[SLOT];
  return (
    OWN_SLOTS.find(slot => formatSlotName(workload, slot) === selected) ??
    'workload'
  );
}

/**
 * Builds the selector of the stable Service.
 *
 * @param hash - For the slot `workload` while another one runs: the hash of its pods, which have no label of their own, so
 *   that the others' pods, which have the same labels, don't match.
 */
export function buildSelector(
  { spec }: Service,
  workload: string,
  slot: Slot,
  hash?: string,
): Record<string, string> {
  const base = { ...spec?.selector };
  delete base[SLOT];
  delete base[TEMPLATE_HASH];
  if (slot !== 'workload') {
    return { ...base, [SLOT]: formatSlotName(workload, slot) };
  }
  return hash === undefined ? base : { ...base, [TEMPLATE_HASH]: hash };
}

/** Whether a pod's labels match a selector; an empty one matches nothing. */
export function matchesSelector(
  labels: Record<string, string> = {},
  selector: Record<string, string> = {},
): boolean {
  const terms = Object.entries(selector);
  return (
    terms.length > 0 && terms.every(([key, value]) => labels[key] === value)
  );
}

/** Whether two selectors are the same. */
export function isSameSelector(
  a: Record<string, string> = {},
  b: Record<string, string> = {},
): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && a[key] === b[key])
  );
}
