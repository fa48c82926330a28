import type { Load, Machine, Quantiles } from '../../lib';
import { formatMachine, table } from '../../lib';
import type { ChaosOptions } from '../chaosOptions';
import type { Figures } from './figures';
import type { Verdict } from './judge';

export interface Report {
  options: Omit<ChaosOptions, 'out' | 'postgres' | 'verify'>;
  machine: Machine;
  /** During the faults. */
  load: Load;
  /** Duration in seconds. */
  seconds: number;
  figures: Figures;
  violations: { rule: string; message: string }[];
  /** Number of processes that exited unexpectedly. */
  crashes: number;
}

/** Maximum number of violations of one rule in the report. */
const MAX_VIOLATIONS = 20;

/** Formats the report as text. */
export function formatReport(report: Report, verdicts: Verdict[]): string {
  const { options, machine, load, figures, violations } = report;
  const { outcomes, postgresRestarts, refusedAfterFreeze } = figures;
  const rows: [string, string | number][] = [
    ['kill -9 of a replica', figures.kills],
    ['replicas frozen for longer than the lease', figures.freezes],
    ['- of these, during a call', figures.freezesInCall],
    [
      '- delayed calls that were rejected (by fence, by deadline)',
      `${refusedAfterFreeze.fence}, ${refusedAfterFreeze.deadline}`,
    ],
    ['database connections cut', figures.cutConnections],
    [
      'PostgreSQL restarted (fast, immediate)',
      `${postgresRestarts.fast}, ${postgresRestarts.immediate}`,
    ],
    ['queue tables emptied or dropped', figures.queueLosses],
    ['unexpected crashes of replicas', report.crashes],
    ['deployments', figures.deployments],
    ...Object.entries(outcomes)
      .sort(([, a], [, b]) => b - a)
      .map(([status, count]): [string, number] => [`- ${status}`, count]),
    ['effects on environments', figures.effects],
    ['effects requested again with the same key', figures.reinvokedEffects],
    ['takeovers under a new fence', figures.takeovers],
    [
      'calls of old owners rejected because of their fence',
      figures.fencedAttemptsRefused,
    ],
    ['calls rejected because of their deadline', figures.lateAttemptsRefused],
    ['commands of people', figures.commands],
    ['buttons pressed several times', figures.doubleClicks],
  ];
  const gaps = [
    gapRow('with fences', figures.recoveryGap.all),
    gapRow(
      'with fences, no other fault meanwhile',
      figures.recoveryGap.undisturbed,
    ),
    gapRow('- until a peer had noticed', figures.recoveryGap.noticed),
    gapRow(
      'without fences (waits for the old call’s deadline)',
      figures.recoveryGapUnfenced.all,
    ),
    gapRow(
      'without fences, no other fault meanwhile',
      figures.recoveryGapUnfenced.undisturbed,
    ),
  ].flatMap(row => (row ? [row] : []));
  const violationLines = verdicts.flatMap(({ rule, violations: broken }) =>
    broken.length === 0
      ? []
      : [
          `\n${rule.says} ${broken.length} violations (${rule.id}, seed ${options.seed}):`,
          ...broken
            .slice(0, MAX_VIOLATIONS)
            .map(({ message }) => `  - ${message}`),
        ],
  );
  return [
    `Chaos, seed ${options.seed}: ${options.replicas} replicas, lease ${
      options.leaseMs / 1_000
    } s, ${
      options.listens
        ? 'LISTEN and session locks'
        : 'through PgBouncer in transaction mode: polling'
    }, ${Math.round(report.seconds)} s on ${formatMachine(machine)}`,
    `The machine was busy ${Math.round(load.busyPercent)} % of the time, with ${
      Math.round(load.waiting * 10) / 10
    } processes running or waiting for a processor.`,
    '',
    table(['what', 'how many'], rows),
    '',
    'From a kill until another replica claims the interrupted deployments, in milliseconds:',
    '',
    table(['recovery gap', 'n', 'p50', 'p95', 'p99', 'max'], gaps),
    '',
    table(
      ['rule', 'violations'],
      verdicts.map(({ rule, violations: broken }) => [
        rule.says,
        broken.length,
      ]),
    ),
    ...violationLines,
    '',
    violations.length === 0
      ? `0 violations in ${figures.kills} kills over ${figures.deployments} deployments.`
      : `${violations.length} VIOLATIONS. To repeat the run: npm run chaos -- --seed ${options.seed}`,
  ].join('\n');
}

function gapRow(
  name: string,
  gap: Quantiles | undefined,
): (string | number)[] | undefined {
  return (
    gap &&
    [name, gap.n, gap.p50, gap.p95, gap.p99, gap.max].map(value =>
      typeof value === 'number' ? Math.round(value) : value,
    )
  );
}
