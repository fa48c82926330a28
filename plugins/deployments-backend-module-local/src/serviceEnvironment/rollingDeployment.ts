import type { ReplicaHealth } from '../instance/instanceRunner';
import {
  addReplicas,
  listActive,
  type InstanceRecord,
  type ReplicaRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { removeStopped } from './transitions';

/**
 * Takes the next steps of a rolling deployment: starts and retires as many replicas as its limits allow, and gives each
 * version the share of the traffic that its ready replicas make up. Does nothing if no rolling deployment is in
 * progress, or if nothing can be done until a replica becomes ready or has stopped.
 *
 * The limits are those of the incoming instance: at least `size - maxUnavailable` replicas stay ready, and at most
 * `size + surge` processes run, with those that are still finishing their requests. Which replicas are retired follows
 * the Deployment controller of Kubernetes: unready ones first, as many as are surplus even if no new one becomes ready.
 *
 * If a new replica fails before it is ready, no more are replaced until the deployment is aborted.
 *
 * @param readHealth - Returns what is known about a replica now.
 */
export function advanceRollingDeployment(
  draft: ServiceEnvironmentState,
  readHealth: (replicaId: string) => ReplicaHealth,
): void {
  const getHealth = ({ id, failure }: ReplicaRecord) =>
    failure ? 'unready' : readHealth(id);
  const isReady = (replica: ReplicaRecord) => getHealth(replica) === 'ready';
  const incoming = draft.instances.find(({ id }) => id === draft.rollingTo);
  if (!incoming) return;
  const outgoing = draft.instances.filter(one => one !== incoming);

  for (const replica of listActive(incoming)) {
    if (isReady(replica)) replica.hasJoined = true;
  }
  if (!listActive(incoming).some(({ failure }) => failure)) {
    retireSurplus(incoming, outgoing, getHealth);
    startMissing(draft, incoming);
  }
  const ready = listActive(incoming).filter(isReady).length;
  if (ready === incoming.size && outgoing.every(isReplaced)) {
    delete draft.rollingTo;
  }
  shareTraffic(draft, isReady);
  removeStopped(draft);
}

function isReplaced(instance: InstanceRecord): boolean {
  return listActive(instance).length === 0;
}

function retireSurplus(
  incoming: InstanceRecord,
  outgoing: InstanceRecord[],
  getHealth: (replica: ReplicaRecord) => ReplicaHealth,
): void {
  const minReady = incoming.size - incoming.maxUnavailable;
  const isReady = (replica: ReplicaRecord) => getHealth(replica) === 'ready';
  const old = outgoing.flatMap(listActive);
  const current = listActive(incoming);
  const ready = current.filter(isReady).length;
  const unready = current.length - ready;

  const surplus = old.length + current.length - minReady - unready;
  old
    .filter(replica => getHealth(replica) === 'unready')
    .slice(0, Math.max(0, surplus))
    .forEach(retireReplica);

  const oldReady = old.filter(isReady);
  oldReady
    .slice(0, Math.max(0, ready + oldReady.length - minReady))
    .forEach(retireReplica);
}

function retireReplica(replica: ReplicaRecord): void {
  replica.isRetired = true;
}

function startMissing(
  draft: ServiceEnvironmentState,
  incoming: InstanceRecord,
): void {
  const processes = draft.instances.flatMap(({ replicas }) => replicas).length;
  addReplicas(
    incoming,
    Math.max(
      0,
      Math.min(
        incoming.size - listActive(incoming).length,
        incoming.size + incoming.surge - processes,
      ),
    ),
  );
}

/** Weights are rounded to a tenth of a percent. If no replica is ready, the traffic stays where it is. */
function shareTraffic(
  draft: ServiceEnvironmentState,
  isReady: (replica: ReplicaRecord) => boolean,
): void {
  const counts = draft.instances.map(
    instance => listActive(instance).filter(isReady).length,
  );
  let left = counts.reduce((sum, count) => sum + count, 0);
  if (left === 0) return;
  let weight = 1_000;
  draft.instances.forEach((instance, index) => {
    const count = counts[index] ?? 0;
    // The last one gets the rest, so that the weights add up to 100.
    const share = left === 0 ? 0 : Math.round((weight * count) / left);
    instance.weight = share / 10;
    weight -= share;
    left -= count;
  });
}
