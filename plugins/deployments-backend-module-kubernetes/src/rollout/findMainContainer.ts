import type { Workload } from '../client/kubernetesObjects';
import type { WorkloadSettings } from '../config/workloadSettings';

/** Returns the container whose image is the version; `undefined` if it is not clear, and then the first one is meant. */
export function findMainContainer(
  { metadata, spec }: Workload,
  settings: Pick<WorkloadSettings, 'containers'>,
): string | undefined {
  const { metadata: template, spec: pod } = spec?.template ?? {};
  const names = (pod?.containers ?? []).map(({ name }) => name);
  return [
    settings.containers?.[0],
    template?.annotations?.['kubectl.kubernetes.io/default-container'],
    metadata.name,
  ].find(name => name !== undefined && names.includes(name));
}
