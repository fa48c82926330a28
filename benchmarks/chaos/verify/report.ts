import type { Load, Machine } from '../../lib';
import { machineInWords, table } from '../../lib';
import type { Quantiles } from '../../lib';
import type { ChaosOptions } from '../options';
import type { Figures } from './figures';
import type { Verdict } from './judge';

export interface Report {
  options: Omit<ChaosOptions, 'out' | 'postgres' | 'verify'>;
  machine: Machine;
  /** While there was trouble. */
  load: Load;
  /** How long it took, in seconds. */
  seconds: number;
  figures: Figures;
  violations: { rule: string; message: string }[];
  /** Replicas whose process ended without being asked to. */
  crashes: number;
}

/** Violations of one rule that are told one by one. */
const TOLD = 20;

/** The report as a person reads it. */
export function reportInWords(report: Report, verdicts: Verdict[]): string {
  const { options, machine, load, figures, violations } = report;
  const { outcomes, postgresRestarts, refusedAfterFreeze } = figures;
  const rows: [string, string | number][] = [
    ['kill -9 of a replica', figures.kills],
    ['replicas frozen for longer than the lease', figures.freezes],
    ['- of these, in the middle of a call', figures.freezesInCall],
    [
      '- of their calls, refused when they arrived (by fence, by deadline)',
      `${refusedAfterFreeze.fence}, ${refusedAfterFreeze.deadline}`,
    ],
    ['database connections cut', figures.cutConnections],
    [
      'PostgreSQL restarted (fast, immediate)',
      `${postgresRestarts.fast}, ${postgresRestarts.immediate}`,
    ],
    ['queue tables emptied or dropped', figures.queueLosses],
    ['replicas that crashed by themselves', report.crashes],
    ['deployments', figures.deployments],
    ...Object.entries(outcomes)
      .sort(([, a], [, b]) => b - a)
      .map(([status, count]): [string, number] => [`- ${status}`, count]),
    ['effects on environments', figures.effects],
    ['effects asked for again, under their own key', figures.reinvokedEffects],
    ['takeovers under a new fence', figures.takeovers],
    [
      'calls of old owners refused by their fence',
      figures.fencedAttemptsRefused,
    ],
    ['calls refused by their deadline', figures.lateAttemptsRefused],
    ['commands of people', figures.commands],
    ['buttons pressed more than once', figures.doubleClicks],
  ];
  const gaps = [
    gapRow('with fences', figures.recoveryGap.all),
    gapRow(
      'with fences, nothing else broken meanwhile',
      figures.recoveryGap.undisturbed,
    ),
    gapRow('- of this, until a peer had noticed', figures.recoveryGap.noticed),
    gapRow(
      'without fences (waits for the old call’s deadline)',
      figures.recoveryGapUnfenced.all,
    ),
    gapRow(
      'without fences, nothing else broken meanwhile',
      figures.recoveryGapUnfenced.undisturbed,
    ),
  ].flatMap(row => (row ? [row] : []));
  const told = verdicts.flatMap(({ rule, violations: broken }) =>
    broken.length === 0
      ? []
      : [
          `\n${rule.says} Broken ${broken.length} times (${rule.id}, seed ${options.seed}):`,
          ...broken.slice(0, TOLD).map(({ message }) => `  - ${message}`),
        ],
  );
  return [
    `Chaos, seed ${options.seed}: ${options.replicas} replicas, lease ${
      options.leaseMs / 1_000
    } s, ${
      options.listens
        ? 'LISTEN and session locks'
        : 'through PgBouncer in transaction mode: polling'
    }, ${Math.round(report.seconds)} s on ${machineInWords(machine)}`,
    `The machine was busy ${Math.round(load.busyPercent)} % of the time, with ${
      Math.round(load.waiting * 10) / 10
    } processes that ran or waited for a processor.`,
    '',
    table(['what', 'how many'], rows),
    '',
    'From a kill to the next claim of what the dead replica was at work on, in milliseconds:',
    '',
    table(['recovery gap', 'n', 'p50', 'p95', 'p99', 'max'], gaps),
    '',
    table(
      ['what must hold', 'violations'],
      verdicts.map(({ rule, violations: broken }) => [
        rule.says,
        broken.length,
      ]),
    ),
    ...told,
    '',
    violations.length === 0
      ? `0 violations in ${figures.kills} kills over ${figures.deployments} deployments.`
      : `${violations.length} VIOLATIONS. To play it again: npm run chaos -- --seed ${options.seed}`,
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
