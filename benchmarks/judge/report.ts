import { table } from '../lib/table';
import { FAMILIES } from './families';
import { LOOK_SECONDS } from './families/family';
import { METRICS } from './grid';
import type { Rule } from './peers/rule';
import type { Cell, CellOutcomes, Outcome } from './simulation/cell';
import type { Rate } from './simulation/rates';
import { countAlarms, estimateRate, scaleToMetrics } from './simulation/rates';

/** A cell with what the rules said. */
export interface Simulated {
  cell: Cell;
  outcomes: CellOutcomes;
}

/** Formats a share as a percentage without its sign, e.g. `0.42 (0.30–0.60)`. */
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
  options: { intervals: boolean },
): string {
  const columns = rules.flatMap(rule =>
    METRICS.map(metrics => ({ rule, metrics })),
  );
  const format = (members: readonly Simulated[]) =>
    columns.map(({ rule, metrics }) => {
      const all = members.flatMap(({ outcomes }) => outcomes[rule.name] ?? []);
      const alarms = countAlarms(all, rule.limit(metrics));
      const rate = scaleToMetrics(estimateRate(alarms, all.length), metrics);
      return options.intervals
        ? formatRate(rate)
        : (100 * rate.rate).toFixed(rate.rate < 0.0995 ? 1 : 0);
    });
  const promised = simulated.filter(
    ({ cell }) =>
      !FAMILIES.find(({ name }) => name === cell.family)?.beyondPromise,
  );
  return table(
    [
      'family',
      ...columns.map(({ rule, metrics }) => `${rule.name}, ${metrics}`),
    ],
    [
      ...simulated.map(one => [one.cell.family, ...format([one])]),
      ['all but AR 0.9, mixed', ...format(promised)],
    ],
  );
}

/** Formats how often a metric passes, and when: the share at the end, and the median minutes until the first time. */
export function formatPasses(
  identical: readonly Simulated[],
  worse: readonly Simulated[],
  rule: string,
): string {
  return table(
    ['family', 'identical', 'worse by what matters'],
    identical.map(({ cell, outcomes }) => {
      const shifted = worse.find(
        one => one.cell.family === cell.family && one.cell.ratio === 1.05,
      );
      return [
        cell.family,
        formatPass(outcomes[rule] ?? []),
        formatRate(
          estimateRate(
            (shifted?.outcomes[rule] ?? []).filter(({ passes }) => passes)
              .length,
            shifted?.outcomes[rule]?.length ?? 0,
          ),
        ),
      ];
    }),
  );
}

function formatPass(outcomes: readonly Outcome[]): string {
  const looks = outcomes
    .flatMap(({ passedAt }) => passedAt ?? [])
    .sort((a, b) => a - b);
  const share = outcomes.filter(({ passes }) => passes).length;
  const middle = looks[Math.floor(looks.length / 2)];
  const percent = Math.round((100 * share) / Math.max(1, outcomes.length));
  return middle === undefined
    ? `${percent}`
    : `${percent} @ ${(((middle + 1) * LOOK_SECONDS) / 60).toFixed(1)}`;
}
