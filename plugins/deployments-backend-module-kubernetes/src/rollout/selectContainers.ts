import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../client/kubernetesObjects';
import type { WorkloadSettings } from '../config/workloadSettings';
import type { ChosenContainers } from './templateState';

/** Names the main container for `kubectl`. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/**
 * Chooses the containers that get the version's image: those of the settings, else the pod's default container, else the one
 * that is named like the workload, else the only one.
 *
 * @throws EffectError `container_not_found` if the choice is not clear.
 */
export function selectContainers(
  workload: Workload,
  settings: Pick<WorkloadSettings, 'containers' | 'initContainers'>,
): ChosenContainers {
  const { metadata, spec } = workload.spec?.template ?? {};
  const names = (spec?.containers ?? []).map(({ name }) => name);
  const initNames = (spec?.initContainers ?? []).map(({ name }) => name);
  const title = `${workload.kind ?? 'Deployment'} ${workload.metadata.name}`;

  for (const [wanted, existing, kind] of [
    [settings.containers ?? [], names, 'container'],
    [settings.initContainers, initNames, 'init container'],
  ] as const) {
    const missing = wanted.find(name => !existing.includes(name));
    if (missing !== undefined) {
      throw new EffectError(
        `${title} has no ${kind} "${missing}". It has ${
          existing.join(', ') || 'none'
        }. Correct the target's settings.`,
        { code: 'container_not_found', retryable: false },
      );
    }
  }
  const initContainers = [...settings.initContainers];
  if (settings.containers) {
    return { containers: [...settings.containers], initContainers };
  }
  const chosen =
    [
      metadata?.annotations?.[DEFAULT_CONTAINER],
      workload.metadata.name,
      names.length === 1 ? names[0] : undefined,
    ].find(name => name !== undefined && names.includes(name)) ?? undefined;
  if (chosen === undefined) {
    throw new EffectError(
      `${title} has several containers (${names.join(
        ', ',
      )}), and it isn't clear which one runs the service. Set "container" in the target's settings, or the annotation ${DEFAULT_CONTAINER} in the pod template.`,
      { code: 'container_not_found', retryable: false },
    );
  }
  return { containers: [chosen], initContainers };
}
