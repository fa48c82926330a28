import type { Comparison } from '../engine/engineResults';
import type { Compared } from '../engine/report/summary';
import { compareLatency, compareThroughput } from '../engine/report/summary';
import { table } from '../lib/table';

export interface MechanismResult extends Comparison {
  mechanism: string;
}

/** Formats the ratios with : without as a Markdown table. */
export function formatMechanisms(results: readonly MechanismResult[]): string {
  return table(
    [
      'mechanism',
      'database',
      'p50 with (ms)',
      'p50',
      'p95',
      'throughput with (per second)',
      'throughput',
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
  return compared?.slipway.toFixed(1) ?? '–';
}

function formatRatio(compared: Compared | undefined): string {
  const { ratio } = compared ?? {};
  return ratio === undefined ? '–' : `${ratio.toFixed(2)} ×`;
}
