import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import type { Pod, Workload } from '../client/kubernetesObjects';
import type { HttpRoute, Service } from '../client/trafficObjects';
import type { WorkloadSettings } from '../config/workloadSettings';
import {
  buildInstances,
  isReady,
  readGenerationId,
  selectPods,
  toPercentages,
} from '../rollout/buildInstances';
import { findMainContainer } from '../rollout/findMainContainer';
import { readRouteShares } from './routeRules';
import { matchesSelector } from './serviceSelector';
import { formatSlotName, OWN_SLOTS, SLOTS, type Slot } from './slotObjects';

/** The objects that say what runs in slots, and where the traffic goes. */
export interface ObservedSlots {
  workload: Workload;
  a?: Workload;
  b?: Workload;
  service: Service;
  route?: HttpRoute;
  pods: readonly Pod[];
}

/**
 * Builds the instances of all slots. The weight of an instance is its share of the ready pods that the stable Service selects,
 * and what the route sends to the Service of its slot.
 */
export function buildSlotInstances(
  observed: ObservedSlots,
  settings: WorkloadSettings,
): ObservedInstance[] {
  const { workload, service, route } = observed;
  const name = workload.metadata.name;
  const container = findMainContainer(workload, settings);
  const shares = route
    ? readRouteShares(route, {
        stable: service.metadata.name,
        slots: OWN_SLOTS.map(slot => formatSlotName(name, slot)),
      })
    : new Map<string, number>();
  const stableShare =
    100 - [...shares.values()].reduce((sum, share) => sum + share, 0);

  const found = SLOTS.flatMap(slot => {
    const deployment = observed[slot];
    if (!deployment) return [];
    const ready = selectPods(deployment, observed.pods).filter(isReady);
    const url = formatSlotUrl(settings, slot);
    return buildInstances(deployment, observed.pods, container, url).map(
      instance => {
        const own = ready.filter(
          pod => readGenerationId(deployment, pod) === instance.id,
        );
        return {
          instance,
          selected: own.filter(({ metadata }) =>
            matchesSelector(metadata.labels, service.spec?.selector),
          ).length,
          routed:
            ready.length === 0
              ? 0
              : ((shares.get(formatSlotName(name, slot)) ?? 0) * own.length) /
                ready.length,
        };
      },
    );
  });
  const selected = found.reduce((sum, it) => sum + it.selected, 0);
  const weights = toPercentages(
    found.map(
      it =>
        it.routed +
        (selected === 0 ? 0 : (stableShare * it.selected) / selected),
    ),
  );
  return found.map(({ instance }, index) => ({
    ...instance,
    weight: weights[index] ?? 0,
  }));
}

/** The URL at which a slot is reached; `undefined` if the settings have none, and for the workload, which has no Service. */
export function formatSlotUrl(
  { slotUrl, workload }: Pick<WorkloadSettings, 'slotUrl' | 'workload'>,
  slot: Slot,
): string | undefined {
  return slot === 'workload'
    ? undefined
    : slotUrl?.replaceAll('{slot}', formatSlotName(workload, slot));
}
