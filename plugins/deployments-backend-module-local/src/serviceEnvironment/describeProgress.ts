import type { InstanceRunner } from '../instance/instanceRunner';
import {
  listActive,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';

/**
 * Describes in a sentence why an instance is not ready yet; `undefined` if all its replicas have been, and no rolling
 * deployment is in progress.
 */
export function describeProgress(
  { instances, rollingTo }: Readonly<ServiceEnvironmentState>,
  instance: InstanceRecord,
  findRunner: (replicaId: string) => InstanceRunner | undefined,
): string | undefined {
  const incoming = instances.find(({ id }) => id === rollingTo) ?? instance;
  const active = listActive(incoming);
  const phases = active.map(({ id }) => findRunner(id)?.phase);
  const ready = phases.filter(phase => phase?.name === 'ready').length;
  if (rollingTo === undefined && ready === active.length) return undefined;

  const { versionName, size } = incoming;
  const unready = phases.find(
    phase => phase?.name === 'starting' || phase?.name === 'restarting',
  );
  const detail = unready && 'message' in unready ? unready.message : undefined;
  if (rollingTo !== undefined && incoming.role === 'baseline') {
    return `Restoring version ${versionName}: ${ready} of ${size} instances are ready`;
  }
  if (size === 1) return detail ?? `Starting version ${versionName}`;
  const count = `${ready} of ${size} instances of version ${versionName} are ready`;
  return detail === undefined ? count : `${count}. ${detail}`;
}
