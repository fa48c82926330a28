import {
  EffectError,
  type Observation,
} from '@slipway/backstage-plugin-deployments-node';
import type { WorkloadSettings } from '../../config/workloadSettings';
import { findLastChange } from '../../rollout/findLastChange';
import { findManager } from '../../rollout/findManager';
import {
  buildSlotInstances,
  type ObservedSlots,
} from '../../slots/buildSlotInstances';
import { findSelectedSlot } from '../../slots/serviceSelector';
import { SLOTS } from '../../slots/slotObjects';
import { findProblems, LISTED_PROBLEMS } from '../findProblems';
import { formatDashboardLinks } from '../formatDashboardLinks';
import type { WorkloadClient } from '../workloadClient';
import type { SlotsClient } from './slotsClient';

/** Reads what runs in the slots of one service environment. */
export async function observeSlots(slots: SlotsClient): Promise<Observation> {
  const at = Date.now();
  try {
    return toSlotsObservation(at, slots, await slots.readObserved());
  } catch (error) {
    const isMissing =
      error instanceof EffectError && error.code === 'not_found';
    if (!isMissing || (await slots.hasWorkload())) throw error;
    if (await slots.hasSlots()) {
      throw createTemplateError(slots.client.cluster, slots.settings);
    }
    const problem = { code: 'not_found' as const, message: error.message };
    return { at, basis: 'live', instances: [], problems: [problem] };
  }
}

/** The slots run, but what they are made from is gone. */
export function createTemplateError(
  cluster: string,
  { workload, namespace }: Pick<WorkloadSettings, 'workload' | 'namespace'>,
): EffectError {
  return new EffectError(
    `The cluster ${cluster} has slots of ${workload} in namespace ${namespace}, but no Deployment ${workload}, which is their template. Create it again, with "replicas: 0".`,
    { code: 'not_found', retryable: false, notSent: true },
  );
}

/** Describes what runs in slots, without reading anything else. */
export function toSlotsObservation(
  at: number,
  client: Pick<WorkloadClient, 'client' | 'settings'>,
  observed: ObservedSlots,
): Observation {
  const { workload, service, pods } = observed;
  const { url } = client.settings;
  const active =
    observed[findSelectedSlot(service, workload.metadata.name)] ?? workload;
  const manager = findManager(workload.metadata);
  const changedBy = findLastChange(active.metadata);
  const problems = SLOTS.flatMap(slot => {
    const deployment = observed[slot];
    return deployment?.spec?.replicas ? findProblems(deployment, pods) : [];
  }).slice(0, LISTED_PROBLEMS);
  const links = formatDashboardLinks(client, active);
  return {
    at,
    basis: 'live',
    instances: buildSlotInstances(observed, client.settings),
    ...(url ? { url } : {}),
    ...(problems.length > 0 ? { problems } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(manager ? { managedBy: manager.name } : {}),
    ...(changedBy ? { changedBy } : {}),
  };
}
