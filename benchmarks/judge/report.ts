import { LOOK_SECONDS } from './families/family';
import { table } from '../lib/table';
import { METRICS } from './grid';
import type { Rule } from './peers/rule';
import type { Cell, CellOutcomes } from './simulation/cell';
import type { Rate } from './simulation/rates';
import {
  countAlarms,
  estimateRate,
  listAlarmLooks,
  scaleToMetrics,
} from './simulation/rates';

/** A cell with what the rules said. */
export interface Simulated {
  cell: Cell;
  outcomes: CellOutcomes;
}

/** Formats a share as a percentage without its sign, e.g. `0.42 (0.3–0.6)`. */
export function formatRate({ rate, low, high }: Rate): string {
  const percent = (share: number) => {
    const value = 100 * share;
    return value.toFixed(value < 9.95 ? 2 : 0);
  };
  return `${percent(rate)} (${percent(low)}–${percent(high)})`;
}

/** The share of rollouts with identical versions that a rule rolls back, as it is used, by family and metrics. */
export function formatFalseAlarms(
  simulated: readonly Simulated[],
  rules: readonly Rule[],
): string {
  const families = [...new Set(simulated.map(({ cell }) => cell.family))];
  const columns = rules.flatMap(rule =>
    METRICS.map(metrics => ({ rule, metrics })),
  );
  const count = (family: string, { rule, metrics }: (typeof columns)[number]) =>
    simulated
      .filter(({ cell }) => cell.family === family)
      .map(({ outcomes }) => outcomes[rule.name] ?? [])
      .reduce(
        ([alarms, n], outcomes) =>
          [
            alarms + countAlarms(outcomes, rule.limit(metrics)),
            n + outcomes.length,
          ] as const,
        [0, 0] as const,
      );
  const cells = (name: string, members: readonly string[]) => [
    name,
    ...columns.map(column => {
      const [alarms, n] = members
        .map(member => count(member, column))
        .reduce((a, b) => [a[0] + b[0], a[1] + b[1]]);
      return formatRate(
        scaleToMetrics(estimateRate(alarms, n), column.metrics),
      );
    }),
  ];
  return table(
    [
      'family',
      ...columns.map(({ rule, metrics }) => `${rule.name} ${metrics}`),
    ],
    [
      ...families.map(family => cells(family, [family])),
      cells('all families mixed', families),
    ],
  );
}

/** Formats how many rollouts a rule rolled back, and after how long, e.g. `98 % @ 5.2 min`. */
export function formatDetection(
  { outcomes }: Simulated,
  rule: string,
  limit: number,
): string {
  const all = outcomes[rule] ?? [];
  const looks = listAlarmLooks(all, limit);
  const share = Math.round((100 * looks.length) / Math.max(all.length, 1));
  const middle = looks[Math.floor(looks.length / 2)];
  return middle === undefined
    ? `${share}`
    : `${share} @ ${(((middle + 1) * LOOK_SECONDS) / 60).toFixed(1)}`;
}
