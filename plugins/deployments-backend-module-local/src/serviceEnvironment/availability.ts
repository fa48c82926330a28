import {
  listActive,
  type InstanceRecord,
  type ReplicaRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';

/**
 * Whether a replica is restarted when it exits: it belongs to the baseline, or to an instance with traffic. While an
 * instance is rolled out, only its replicas that have been ready are: a version whose next replica doesn't start must
 * fail.
 */
export function isKeptRunning(
  { rollingTo }: Readonly<ServiceEnvironmentState>,
  found: { instance: InstanceRecord; replica: ReplicaRecord },
): boolean {
  const { instance, replica } = found;
  if (replica.isRetired) return false;
  if (instance.role === 'baseline') return true;
  const hasJoined = rollingTo !== instance.id || replica.hasJoined === true;
  return instance.weight > 0 && hasJoined;
}

/** Whether an instance serves requests, with no more replicas missing than its settings allow. */
export function hasEnoughReady(
  instance: InstanceRecord,
  ready: number,
): boolean {
  const { maxUnavailable } = instance;
  return ready >= Math.max(1, listActive(instance).length - maxUnavailable);
}
