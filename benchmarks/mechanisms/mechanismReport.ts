import type { Comparison } from '../engine/engineResults';
import type { Compared } from '../engine/report/summary';
import { compareLatency, compareThroughput } from '../engine/report/summary';
import { table } from '../lib/table';

export interface MechanismResult extends Comparison {
  mechanism: string;
}

/** Formats the ratios with ÷ without as a Markdown table: the median of the rounds, and the middle half of them. */
export function formatMechanisms(results: readonly MechanismResult[]): string {
  return table(
    [
      'mechanism',
      'database',
      'p50 with (ms)',
      'p50 ratio',
      'p95 ratio',
      'throughput with (per second)',
      'throughput ratio',
    ],
    results.map(({ mechanism, database, rounds }) => {
      const p50 = compareLatency(rounds, 'p50');
      const p95 = compareLatency(rounds, 'p95');
      const throughput = compareThroughput(rounds);
      return [
        mechanism,
        database,
        formatValue(p50),
        formatRatio(p50),
        formatRatio(p95),
        formatValue(throughput),
        formatRatio(throughput),
      ];
    }),
  );
}

function formatValue(compared: Compared | undefined): string {
  return compared?.subject.toFixed(1) ?? '–';
}

function formatRatio(compared: Compared | undefined): string {
  const { ratio, ratios = [] } = compared ?? {};
  const sorted = [...ratios].sort((a, b) => a - b);
  const quarter = Math.floor(sorted.length / 4);
  const [from, to] = [sorted[quarter], sorted[sorted.length - 1 - quarter]];
  return ratio === undefined || from === undefined || to === undefined
    ? '–'
    : `${ratio.toFixed(2)} × (${from.toFixed(2)} to ${to.toFixed(2)})`;
}
