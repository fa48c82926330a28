import type { Workload } from '../client/kubernetesObjects';
import type { Service } from '../client/trafficObjects';
import { CONSENT, FENCE } from '../rollout/annotations';
import type { TemplateState } from '../rollout/templateState';
import { buildGuardedPatch } from './objectWrites';
import {
  formatSlotName,
  SLOT,
  toServiceObject,
  type ObjectWrite,
  type OwnSlot,
} from './slotObjects';

/** On a slot's Deployment: the apply that it was prepared for. */
export const PREPARED = 'slipway.io/prepared-for';

/** Who owns what is created. */
export interface SlotOwner {
  /** Value of the annotation that names the service environment. */
  consent: string;
  fence: number;
}

/**
 * Creates the Deployment of a slot, without pods. A request that arrives late, after another owner has taken over, then starts
 * nothing.
 */
export function createSlot(
  workload: Workload,
  slot: OwnSlot,
  { consent, fence }: SlotOwner,
): ObjectWrite {
  const name = formatSlotName(workload.metadata.name, slot);
  const { selector } = workload.spec ?? {};
  return {
    kind: 'create',
    object: slot,
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name,
        // Not those of the workload itself, by which other tools recognize what they manage.
        labels: { ...workload.spec?.template?.metadata?.labels, [SLOT]: name },
        annotations: { [CONSENT]: consent, [FENCE]: String(fence) },
      },
      spec: {
        ...buildSpec(workload, name, undefined),
        replicas: 0,
        selector: {
          ...selector,
          matchLabels: { ...selector?.matchLabels, [SLOT]: name },
        },
      },
    },
  };
}

/** Creates the Service of a slot, with the ports of the stable Service. It never changes. */
export function createSlotService(
  service: Service,
  workload: string,
  slot: OwnSlot,
  { consent }: Pick<SlotOwner, 'consent'>,
): ObjectWrite {
  const name = formatSlotName(workload, slot);
  return {
    kind: 'create',
    object: toServiceObject(slot),
    body: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name,
        labels: { [SLOT]: name },
        annotations: { [CONSENT]: consent },
      },
      spec: {
        selector: { [SLOT]: name },
        ports: (service.spec?.ports ?? []).map(
          ({ nodePort: _, ...port }) => port,
        ),
      },
    },
  };
}

/** Gives a slot the workload's current spec with a version, and starts its pods, in one write. */
export function prepareSlot(
  workload: Workload,
  slot: OwnSlot,
  current: Workload,
  {
    template,
    replicas,
    apply,
  }: { template: TemplateState; replicas: number; apply: string },
): ObjectWrite {
  const { selector, paused } = current.spec ?? {};
  return buildGuardedPatch(slot, current.metadata, { [PREPARED]: apply }, [
    {
      op: 'replace',
      path: '/spec',
      value: {
        ...buildSpec(workload, current.metadata.name, template),
        replicas,
        selector,
        ...(paused ? { paused } : {}),
      },
    },
  ]);
}

/** Changes the number of pods of a slot. */
export function scaleSlot(
  object: 'workload' | OwnSlot,
  { metadata }: Workload,
  replicas: number,
): ObjectWrite {
  return buildGuardedPatch(object, metadata, {}, [
    { op: 'add', path: '/spec/replicas', value: replicas },
  ]);
}

function buildSpec(
  { spec }: Workload,
  name: string,
  state: TemplateState | undefined,
): NonNullable<Workload['spec']> {
  const { paused: _, ...rest } = spec ?? {};
  const { template } = rest;
  const setImage = (
    containers: { name: string; image?: string }[] | undefined,
    images: Record<string, string> = {},
  ) =>
    containers?.map(container => ({
      ...container,
      ...(images[container.name] === undefined
        ? {}
        : { image: images[container.name]! }),
    }));
  const containers = setImage(template?.spec?.containers, state?.containers);
  const initContainers = setImage(
    template?.spec?.initContainers,
    state?.initContainers,
  );
  const annotations = Object.fromEntries(
    Object.entries({
      ...template?.metadata?.annotations,
      ...state?.annotations,
    }).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  return {
    ...rest,
    template: {
      ...template,
      metadata: {
        ...template?.metadata,
        labels: { ...template?.metadata?.labels, [SLOT]: name },
        annotations,
      },
      spec: {
        ...template?.spec,
        ...(containers ? { containers } : {}),
        ...(initContainers ? { initContainers } : {}),
      },
    },
  };
}
