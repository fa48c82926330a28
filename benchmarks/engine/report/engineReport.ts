import { formatMachine } from '../../lib/machine';
import { quantiles } from '../../lib/quantiles';
import { table } from '../../lib/table';
import type { DatabaseName } from '../engineOptions';
import type { Comparison, Results, WaitingResult } from '../engineResults';
import { compareLatency, compareMemory, compareThroughput } from './summary';
import type { Compared } from './summary';

const DATABASE_NAMES: Record<DatabaseName, string> = {
  sqlite: 'SQLite',
  postgres: 'PostgreSQL',
};

const HEADER = ['Slipway', 'Scaffolder', 'ratio'];

const milliseconds = (value: number) => value.toFixed(1);
const rate = (value: number) => value.toFixed(1);
const megabytes = (value: number) => (value / 2 ** 20).toFixed(0);

/** Formats the results as Markdown that is also readable in a terminal. */
export function report(results: Results): string {
  const { comparisons, waiting, machine, scaffolderVersion } = results;
  return [
    `Measured ${results.at
      .slice(0, 16)
      .replace('T', ' ')} UTC on ${formatMachine(machine)}, in ${Math.round(
      results.seconds,
    )} s.${
      scaffolderVersion === undefined
        ? ''
        : ` The peer is @backstage/plugin-scaffolder-backend ${scaffolderVersion}.`
    }`,
    '## Latency of five steps, one job after the other (ms)',
    latencyTable(comparisons),
    '## Throughput of five-step jobs (per second)',
    throughputTable(comparisons),
    '## Memory after the last round (resident, MB, all processes)',
    memoryTable(comparisons),
    ...(waiting.length === 0
      ? []
      : [
          '## With waiting deployments, and approvals (ms)',
          waitingTable(waiting),
        ]),
  ].join('\n\n');
}

function latencyTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ database, processes, rounds }) => {
    if (processes !== 1) {
      return [];
    }
    const first = quantiles(rounds.flatMap(({ slipway }) => slipway.firstStep));
    return (['p50', 'p95', 'p99'] as const).flatMap(percentile => {
      const compared = compareLatency(rounds, percentile);
      return compared
        ? [
            [
              DATABASE_NAMES[database],
              percentile,
              first ? milliseconds(first[percentile]) : '',
              ...formatCells(compared, milliseconds),
            ],
          ]
        : [];
    });
  });
  return table(
    ['Database', '', 'Slipway: first step started', ...HEADER],
    rows,
  );
}

function throughputTable(comparisons: readonly Comparison[]): string {
  return table(
    ['Database', 'processes', ...HEADER],
    comparisons.flatMap(({ database, processes, rounds }) => {
      const compared = compareThroughput(rounds);
      return compared
        ? [
            [
              DATABASE_NAMES[database],
              processes,
              ...formatCells(compared, rate),
            ],
          ]
        : [];
    }),
  );
}

function memoryTable(comparisons: readonly Comparison[]): string {
  return table(
    ['Database', 'processes', ...HEADER],
    comparisons.flatMap(({ database, processes, rounds }) => {
      const compared = compareMemory(rounds);
      return compared
        ? [
            [
              DATABASE_NAMES[database],
              processes,
              ...formatCells(compared, megabytes),
            ],
          ]
        : [];
    }),
  );
}

function waitingTable(waiting: readonly WaitingResult[]): string {
  const rows = waiting.flatMap(result => {
    const name = DATABASE_NAMES[result.database];
    const many = `${result.waiting} waiting`;
    const measured: [string, readonly number[]][] = [
      ['first step started, none waiting', result.firstStepBefore],
      [`first step started, ${many}`, result.firstStep],
      ['five steps done, none waiting', result.latenciesBefore],
      [`five steps done, ${many}`, result.latencies],
      [
        'response to approval',
        result.approvals.map(({ respondedMs }) => respondedMs),
      ],
      [
        'approval to next step started',
        result.approvals.map(({ startedMs }) => startedMs),
      ],
    ];
    return measured.flatMap(([what, values]) => {
      const known = quantiles(values);
      return known
        ? [
            [
              name,
              what,
              known.n,
              ...[known.p50, known.p95, known.p99].map(milliseconds),
            ],
          ]
        : [];
    });
  });
  return table(['Database', 'what', 'n', 'p50', 'p95', 'p99'], rows);
}

function formatCells(
  { subject, peer, ratio }: Compared,
  format: (value: number) => string,
): string[] {
  return [
    format(subject),
    peer === undefined ? '–' : format(peer),
    ratio === undefined ? '–' : `${ratio.toFixed(2)} ×`,
  ];
}
