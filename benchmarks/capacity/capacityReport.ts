import type { Machine } from '../lib/machine';
import { formatMachine } from '../lib/machine';
import { median } from '../engine/report/summary';
import { table } from '../lib/table';
import type { CommitRates } from './measureCommits';
import type { IdleDemand, MeasuredDemand } from './measureDemand';
import type { Site } from './queueingModel';
import { buildNetwork, buildSharedNetwork, solve } from './queueingModel';

export interface CapacityResults {
  at: string;
  machine: Machine;
  commits: CommitRates;
  /** How many deployments were submitted together for the throughput. */
  concurrent: number;
  /** Of one deployment after the other, and of many at once. */
  demands: MeasuredDemand[];
  idle: IdleDemand;
  throughputs: { processes: number; rates: number[] }[];
}

/** Sites to predict. A sync takes 0.3 ms on a local disk, 1 ms on a network disk, and 3 ms with a synchronous standby. */
const SITES: { name: string; site: Omit<Site, 'replicas'> }[] = [
  {
    name: '4 cores, local disk',
    site: { postgresCores: 4, roundTripMs: 0.2, syncMs: 0.3 },
  },
  {
    name: '8 cores, network disk',
    site: { postgresCores: 8, roundTripMs: 0.5, syncMs: 1 },
  },
  {
    name: '16 cores, standby in another zone',
    site: { postgresCores: 16, roundTripMs: 1, syncMs: 3 },
  },
];
const REPLICAS = [1, 2, 3, 4, 6, 8, 12, 16];

/** Formats the measurements and predictions as Markdown. */
export function report(results: CapacityResults): string {
  const { at, machine, commits } = results;
  return [
    `Measured ${at.slice(0, 10)} on ${formatMachine(machine)}.`,
    `Commits per second: ${Math.round(
      commits.alone,
    )} on one connection, ${Math.round(commits.together)} on 16, ${Math.round(
      commits.notifying,
    )} on 16 if each notifies.`,
    '## What a deployment of five steps needs',
    demandTable(results.demands),
    '## What a replica needs each second, with nothing to deploy',
    idleTable(results.idle),
    '## The model on this machine',
    checkTable(results),
    '## Deployments per second that the model predicts',
    predictionTable(results),
  ].join('\n\n');
}

function demandTable(demands: readonly MeasuredDemand[]): string {
  const row = (name: string, read: (demand: MeasuredDemand) => string) => [
    name,
    ...demands.map(read),
  ];
  return table(
    [
      '',
      ...demands.map(({ concurrent }) =>
        concurrent === 1 ? 'one after another' : `${concurrent} together`,
      ),
    ],
    [
      row('replica, processor (ms)', ({ replicaMs }) => replicaMs.toFixed(1)),
      row('PostgreSQL, processor (ms)', ({ postgresMs }) =>
        postgresMs.toFixed(1),
      ),
      row('client, processor (ms)', ({ clientMs }) => clientMs.toFixed(1)),
      row('statements', ({ statements }) => statements.toFixed(1)),
      row('commits', it => it.commits.toFixed(1)),
      row('commits that notify', ({ notifyingCommits }) =>
        notifyingCommits.toFixed(2),
      ),
      row('write-ahead log (kB)', ({ walBytes }) =>
        (walBytes / 1024).toFixed(0),
      ),
      row('database (kB)', ({ databaseBytes }) =>
        (databaseBytes / 1024).toFixed(0),
      ),
    ],
  );
}

function idleTable(idle: IdleDemand): string {
  return table(
    [
      'observations',
      'statements',
      'replica, processor (ms)',
      'PostgreSQL, processor (ms)',
    ],
    [
      [
        idle.observations.toFixed(0),
        idle.statements.toFixed(0),
        idle.replicaMs.toFixed(0),
        idle.postgresMs.toFixed(0),
      ],
    ],
  );
}

function checkTable({
  demands,
  throughputs,
  concurrent,
  commits,
  machine,
}: CapacityResults): string {
  const demand = findBusiest(demands);
  return table(
    ['replicas', 'measured (per second)', 'predicted', 'predicted : measured'],
    throughputs.map(({ processes, rates }) => {
      const measured = median(rates) ?? NaN;
      const { perSecond } = solve(
        buildSharedNetwork(demand, {
          replicas: processes,
          cores: machine.cores,
          roundTripMs: 0,
          syncMs: 1_000 / commits.alone,
        }),
        concurrent,
      );
      return [
        processes,
        measured.toFixed(1),
        perSecond.toFixed(1),
        `${(perSecond / measured).toFixed(2)} ×`,
      ];
    }),
  );
}

function predictionTable({ demands, concurrent }: CapacityResults): string {
  const demand = findBusiest(demands);
  return table(
    ['replicas', ...SITES.map(({ name }) => name)],
    REPLICAS.map(replicas => [
      replicas,
      ...SITES.map(({ site }) => {
        const { perSecond, bottleneck, utilization } = solve(
          buildNetwork(demand, { ...site, replicas }),
          concurrent,
        );
        return `${perSecond.toFixed(0)} (${bottleneck}: ${(
          100 * utilization
        ).toFixed(0)} %)`;
      }),
    ]),
  );
}

function findBusiest(demands: readonly MeasuredDemand[]): MeasuredDemand {
  return demands.reduce((a, b) => (b.concurrent > a.concurrent ? b : a));
}
