import { table } from '../lib/table';
import type { IdleDemand } from './measureDemand';
import type { Demand } from './queueingModel';

/** An organisation in its busiest hour. */
interface Organisation {
  services: number;
  /** Rollouts that are measuring their checks at the same time. */
  rollouts: number;
}

const ORGANISATIONS: Organisation[] = [
  { services: 50, rollouts: 5 },
  { services: 200, rollouts: 20 },
  { services: 1_000, rollouts: 60 },
  { services: 2_000, rollouts: 100 },
  { services: 5_000, rollouts: 200 },
];

/** Assumptions, which docs/how-to/size-the-portal.md states. */
const ENVIRONMENTS = 3;
/** Deployments of a service to all of its environments, on a working day. */
const DEPLOYMENTS_A_DAY = 4;
/** Share of a day's deployments in its busiest hour. */
const BUSIEST_HOUR = 0.2;
const CHECKS = 3;
const MEASURE_EVERY_S = 10;
const OBSERVE_EVERY_S = 60;
/** CPU time to derive the metrics of a service with a year of history after each deployment, from bench:dora. */
const METRICS_MS = 150;
/** How long a target takes to say what runs. */
const TARGET_MS = 50;
/** How many environments a replica observes at the same time. */
const OBSERVERS = 4;
/** How busy a replica or a core of PostgreSQL may be at most, so that it can absorb a burst. */
const BUSY = 0.5;

/** Formats how much of a replica and of PostgreSQL organisations of different sizes need. */
export function formatSizes(demand: Demand, idle: IdleDemand): string {
  return table(
    [
      'services',
      'concurrent rollouts',
      'deployments per second',
      'observations per second',
      'measurements per second',
      'replica CPU',
      'PostgreSQL CPU',
      'replicas for the CPU',
      'replicas for observations',
    ],
    ORGANISATIONS.map(({ services, rollouts }) => {
      const deployments = (services * DEPLOYMENTS_A_DAY * BUSIEST_HOUR) / 3_600;
      const observations = (services * ENVIRONMENTS) / OBSERVE_EVERY_S;
      const measurements = (rollouts * CHECKS) / MEASURE_EVERY_S;
      // A measurement is one commit, and a deployment of five steps was measured with all of its commits.
      const sum = (
        cpu: 'replicaMs' | 'postgresMs',
        metricsMs: number,
      ): number =>
        (deployments * (demand[cpu] + metricsMs) +
          (observations * idle[cpu]) / idle.observations +
          (measurements * demand[cpu]) / demand.commits) /
        1_000;
      const replica = sum('replicaMs', METRICS_MS);
      const observers = (observations * TARGET_MS) / 1_000 / OBSERVERS;
      return [
        services,
        rollouts,
        deployments.toFixed(2),
        observations.toFixed(1),
        measurements.toFixed(1),
        formatPercent(replica),
        formatPercent(sum('postgresMs', METRICS_MS)),
        Math.ceil(replica / BUSY),
        Math.ceil(observers),
      ];
    }),
  );
}

/** Formats a share of one core. */
function formatPercent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
