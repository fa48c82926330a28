import type { Replica } from '../forwarding/upstreamConnections';

/**
 * Creates a function that chooses the replica with the fewest requests in progress, and takes turns among equals. It
 * returns `undefined` if there are no replicas.
 *
 * @param countRequests - Returns the number of requests in progress of a replica.
 */
export function createReplicaBalancer(
  countRequests: (replica: string) => number,
): (replicas: readonly Replica[]) => Replica | undefined {
  let turn = 0;
  return replicas => {
    if (replicas.length < 2) return replicas[0];
    turn = (turn + 1) % Number.MAX_SAFE_INTEGER;
    let best: Replica | undefined;
    let fewest = Infinity;
    for (let offset = 0; offset < replicas.length; offset++) {
      const replica = replicas[(turn + offset) % replicas.length];
      const count = replica ? countRequests(replica.id) : Infinity;
      if (count < fewest) {
        best = replica;
        fewest = count;
      }
    }
    return best;
  };
}
