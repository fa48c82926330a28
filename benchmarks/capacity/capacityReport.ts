import { median } from '../engine/report/summary';
import type { Machine } from '../lib/machine';
import { formatMachine } from '../lib/machine';
import { table } from '../lib/table';
import type { CommitRates } from './measureCommits';
import { CONNECTIONS } from './measureCommits';
import type { IdleDemand, MeasuredDemand } from './measureDemand';
import type { Site } from './queueingModel';
import { buildNetwork, predictShared, solve } from './queueingModel';
import { formatSizes } from './sizes';

export interface CapacityResults {
  at: string;
  machine: Machine;
  commits: CommitRates;
  /** How many deployments were submitted together for the throughput. */
  concurrent: number;
  /** Of different numbers of deployments at the same time. */
  demands: MeasuredDemand[];
  /** Of as many deployments on two replicas. */
  demandOfTwo: MeasuredDemand;
  idle: IdleDemand;
  throughputs: { processes: number; rates: number[] }[];
}

/** Sites to predict. A sync takes 0.3 ms on a local disk, 1 ms on a network disk, and 3 ms with a synchronous standby. */
const SITES: { name: string; site: Omit<Site, 'replicas' | 'notifyMs'> }[] = [
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
  const { at, machine, commits, demands, idle } = results;
  const { alone, together, notifying } = commits;
  return [
    `Measured ${at.slice(0, 10)} on ${formatMachine(machine)}.`,
    `Commits per second: ${Math.round(alone)} on one connection, ${Math.round(
      together,
    )} on ${CONNECTIONS}, ${Math.round(
      notifying,
    )} on ${CONNECTIONS} if each notifies.`,
    '## What a deployment of five steps needs',
    formatDemands([...demands, results.demandOfTwo]),
    '## What an idle replica needs per second',
    formatIdle(idle),
    '## The model on this machine',
    formatCheck(results),
    '## Predicted deployments per second',
    formatPredictions(results),
    '## Sizes',
    formatSizes(findDemand(demands, 1_000), idle),
  ].join('\n\n');
}

function formatDemands(demands: readonly MeasuredDemand[]): string {
  const last = demands.length - 1;
  const row = (name: string, read: (demand: MeasuredDemand) => string) => [
    name,
    ...demands.map(read),
  ];
  return table(
    [
      '',
      ...demands.map(({ concurrent }, i) =>
        [
          concurrent === 1 ? 'one after another' : `${concurrent} together`,
          ...(i === last ? ['on two replicas'] : []),
        ].join(', '),
      ),
    ],
    [
      row('replica CPU (ms)', it => it.replicaMs.toFixed(1)),
      row('PostgreSQL CPU (ms)', it => it.postgresMs.toFixed(1)),
      row('client CPU (ms)', it => it.clientMs.toFixed(1)),
      row('statements', it => it.statements.toFixed(1)),
      row('transactions that write', it => it.commits.toFixed(1)),
      row('of them, that wake and notify', it =>
        it.notifyingCommits.toFixed(2),
      ),
      row('write-ahead log (kB)', it => (it.walBytes / 1024).toFixed(0)),
      row('database (kB)', it => (it.databaseBytes / 1024).toFixed(0)),
    ],
  );
}

function formatIdle(idle: IdleDemand): string {
  return table(
    ['observations', 'statements', 'replica CPU (ms)', 'PostgreSQL CPU (ms)'],
    [
      [
        idle.observations.toFixed(1),
        idle.statements.toFixed(1),
        idle.replicaMs.toFixed(1),
        idle.postgresMs.toFixed(1),
      ],
    ],
  );
}

function formatCheck(results: CapacityResults): string {
  const { demands, throughputs, concurrent, commits, machine } = results;
  return table(
    ['replicas', 'measured (per second)', 'predicted', 'predicted ÷ measured'],
    throughputs.map(({ processes, rates }) => {
      const measured = median(rates) ?? NaN;
      const predicted = predictShared(
        processes === 1 ? findDemand(demands, concurrent) : results.demandOfTwo,
        {
          replicas: processes,
          cores: machine.cores,
          syncMs: 1_000 / commits.alone,
        },
        concurrent,
      );
      return [
        processes,
        measured.toFixed(1),
        predicted.toFixed(1),
        `${(predicted / measured).toFixed(2)} ×`,
      ];
    }),
  );
}

function formatPredictions({
  demands,
  demandOfTwo,
  concurrent,
  commits,
}: CapacityResults): string {
  const one = findDemand(demands, concurrent);
  const notifyMs = Math.max(
    0,
    1_000 / commits.notifying - 1_000 / commits.alone,
  );
  return table(
    ['replicas', ...SITES.map(({ name }) => name)],
    REPLICAS.map(replicas => [
      replicas,
      ...SITES.map(({ site }) => {
        const { perSecond, bottleneck, utilization } = solve(
          buildNetwork(
            growWithReplicas(findDemand(demands, concurrent / replicas), {
              one,
              two: demandOfTwo,
              replicas,
            }),
            { ...site, notifyMs, replicas },
          ),
          concurrent,
        );
        return `${perSecond.toFixed(0)} (${bottleneck} ${(
          100 * utilization
        ).toFixed(0)} %)`;
      }),
    ]),
  );
}

/** Finds the demand that was measured with the closest number of deployments per replica. */
function findDemand(
  demands: readonly MeasuredDemand[],
  perReplica: number,
): MeasuredDemand {
  const distance = ({ concurrent }: MeasuredDemand) =>
    Math.abs(Math.log(concurrent / perReplica));
  return demands.reduce((a, b) => (distance(b) < distance(a) ? b : a));
}

/**
 * Adds what a deployment costs the other replicas, which receive its notifications and share the queue. It is measured with
 * two, and assumed to grow by the same amount with each further one.
 */
function growWithReplicas(
  demand: MeasuredDemand,
  options: { one: MeasuredDemand; two: MeasuredDemand; replicas: number },
): MeasuredDemand {
  const { one, two, replicas } = options;
  const grow = (name: 'replicaMs' | 'postgresMs') =>
    demand[name] + Math.max(0, two[name] - one[name]) * (replicas - 1);
  return {
    ...demand,
    replicaMs: grow('replicaMs'),
    postgresMs: grow('postgresMs'),
  };
}
