/**
 * A closed queueing network of the engine on PostgreSQL, solved by exact mean value analysis (Reiser and Lavenberg,
 * 1980). `concurrent` deployments circulate: each uses every station for its demand, waits there for the others, and
 * starts again. A station with several servers is a queue with the demand divided by their number, and a delay for the
 * rest (Seidmann's approximation). Demands are milliseconds for each deployment.
 */
export interface Network {
  stations: Station[];
  /** Time without a queue: the network, and commits that share a sync. */
  delayMs: number;
}

export interface Station {
  name: string;
  demandMs: number;
  /** How many deployments it serves at the same time. Default: one. */
  servers?: number;
}

export interface Solution {
  /** Deployments per second. */
  perSecond: number;
  /** From the request to the end. */
  latencyMs: number;
  /** The busiest station. */
  bottleneck: string;
  /** How busy it is, from 0 to 1. */
  utilization: number;
}

/** Solves the network for a number of concurrent deployments. */
export function solve(network: Network, concurrent: number): Solution {
  const queues = network.stations.map(({ demandMs, servers = 1 }) => ({
    demandMs: demandMs / servers,
    length: 0,
  }));
  const delayMs =
    network.delayMs +
    network.stations.reduce(
      (sum, { demandMs, servers = 1 }) =>
        sum + (demandMs * (servers - 1)) / servers,
      0,
    );
  let perMs = 0;
  let latencyMs = 0;
  for (let jobs = 1; jobs <= concurrent; jobs++) {
    // An arriving job sees the queues of a network with one job fewer (the arrival theorem).
    const times = queues.map(({ demandMs, length }) => demandMs * (1 + length));
    latencyMs = delayMs + times.reduce((sum, time) => sum + time, 0);
    perMs = jobs / latencyMs;
    for (const [i, queue] of queues.entries()) {
      queue.length = perMs * times[i];
    }
  }
  const utilizations = queues.map(({ demandMs }) => perMs * demandMs);
  const utilization = Math.max(0, ...utilizations);
  return {
    perSecond: perMs * 1_000,
    latencyMs,
    bottleneck:
      network.stations[utilizations.indexOf(utilization)]?.name ?? 'nothing',
    utilization,
  };
}

/** What one deployment needs, as measured. */
export interface Demand {
  /** CPU time of the replica, in milliseconds. */
  replicaMs: number;
  /** CPU time of PostgreSQL, in milliseconds. */
  postgresMs: number;
  /** Statements, each a round trip. */
  statements: number;
  /** Transactions that write, each synced to the disk. */
  commits: number;
  /** How many of them notify other replicas, because they wake a deployment. */
  notifyingCommits: number;
}

/** Where the portal runs. */
export interface Site {
  replicas: number;
  /** Cores of the PostgreSQL server. */
  postgresCores: number;
  /** A round trip to PostgreSQL, in milliseconds. */
  roundTripMs: number;
  /** Syncing a commit to the disk, and to a standby if there is one, in milliseconds. */
  syncMs: number;
  /** How long a commit that notifies needs in addition to its sync, in milliseconds. */
  notifyMs: number;
}

/** Builds the network of a site. */
export function buildNetwork(demand: Demand, site: Site): Network {
  const { replicas, postgresCores, roundTripMs, syncMs, notifyMs } = site;
  return {
    stations: [
      // A deployment stays on its replica, which is one JavaScript thread.
      ...Array.from({ length: replicas }, () => ({
        name: 'replicas',
        demandMs: demand.replicaMs / replicas,
      })),
      {
        name: 'PostgreSQL CPU',
        demandMs: demand.postgresMs,
        servers: postgresCores,
      },
      {
        // Each holds the same lock until it is synced, so they commit one at a time.
        name: 'commits that notify',
        demandMs: demand.notifyingCommits * (syncMs + notifyMs),
      },
    ],
    delayMs:
      demand.statements * roundTripMs +
      (demand.commits - demand.notifyingCommits) * syncMs,
  };
}

/**
 * Predicts the deployments per second of one machine whose cores are shared by the replicas, PostgreSQL and the client. This
 * checks only the sum of CPU times, because nothing else is scarce there.
 */
export function predictShared(
  demand: Demand & { clientMs: number },
  machine: { replicas: number; cores: number; syncMs: number },
  concurrent: number,
): number {
  const { replicaMs, postgresMs, clientMs, commits } = demand;
  const { perSecond } = solve(
    {
      stations: [
        {
          name: 'CPU',
          demandMs: replicaMs + postgresMs + clientMs,
          servers: machine.cores,
        },
      ],
      delayMs: commits * machine.syncMs,
    },
    concurrent,
  );
  return Math.min(perSecond, (machine.replicas * 1_000) / replicaMs);
}
