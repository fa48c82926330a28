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
  /** How many deployments it serves at the same time. */
  servers: number;
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
  const queues = network.stations.map(({ demandMs, servers }) => ({
    demandMs: demandMs / servers,
    length: 0,
  }));
  const delayMs =
    network.delayMs +
    network.stations.reduce(
      (sum, { demandMs, servers }) =>
        sum + (demandMs * (servers - 1)) / servers,
      0,
    );
  let perMs = 0;
  let latencyMs = 0;
  for (let jobs = 1; jobs <= concurrent; jobs++) {
    // A job that arrives finds the queues as they are with one job less.
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
  /** Processor time of a replica, in milliseconds. */
  replicaMs: number;
  /** Processor time of PostgreSQL, in milliseconds. */
  postgresMs: number;
  /** Statements that a replica waits for, each a round trip. */
  statements: number;
  commits: number;
  /** Commits that notify other replicas. */
  notifyingCommits: number;
}

/** Where the portal runs. */
export interface Site {
  replicas: number;
  /** Processors of the PostgreSQL server. */
  postgresCores: number;
  /** A round trip to PostgreSQL, in milliseconds. */
  roundTripMs: number;
  /** Syncing a commit to the disk, and to a standby if there is one, in milliseconds. */
  syncMs: number;
}

/** Processor time of a commit that notifies, besides its sync, in milliseconds: it sorts and stores the notification. */
const NOTIFY_MS = 0.05;

/** Builds the network of a site. A replica is one JavaScript thread, so it uses one core. */
export function buildNetwork(demand: Demand, site: Site): Network {
  const { replicas, postgresCores, roundTripMs, syncMs } = site;
  return {
    stations: [
      { name: 'replicas', demandMs: demand.replicaMs, servers: replicas },
      {
        name: 'PostgreSQL processors',
        demandMs: demand.postgresMs,
        servers: postgresCores,
      },
      {
        // PostgreSQL holds one lock for all of them until each is synced.
        name: 'commits that notify',
        demandMs: demand.notifyingCommits * (syncMs + NOTIFY_MS),
        servers: 1,
      },
    ],
    delayMs:
      demand.statements * roundTripMs +
      (demand.commits - demand.notifyingCommits) * syncMs,
  };
}

/** The demands where replicas, PostgreSQL and the client share the cores of one machine, to check the model. */
export function buildSharedNetwork(
  demand: Demand & { clientMs: number },
  site: Omit<Site, 'postgresCores'> & { cores: number },
): Network {
  const { cores, ...rest } = site;
  const network = buildNetwork(
    { ...demand, replicaMs: 0, postgresMs: 0 },
    { ...rest, postgresCores: cores },
  );
  return {
    ...network,
    stations: [
      ...network.stations.filter(({ demandMs }) => demandMs > 0),
      {
        name: 'processors',
        demandMs: demand.replicaMs + demand.postgresMs + demand.clientMs,
        servers: cores,
      },
    ],
  };
}
