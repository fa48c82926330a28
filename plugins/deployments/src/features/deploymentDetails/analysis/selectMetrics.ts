import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';

export type MetricVerdict = AnalysisMetric['verdict'];

/** What needs attention first. */
export const METRIC_VERDICTS: readonly MetricVerdict[] = [
  'harm',
  'no_data',
  'inconclusive',
  'pass',
];

/** Which metrics to list. */
export interface MetricFilter {
  /** Part of a title, name or group. */
  text: string;
  verdict?: MetricVerdict;
}

/** Harm first, then by verdict; among equals critical metrics first, then those with the most evidence of harm. */
function compare(a: AnalysisMetric, b: AnalysisMetric): number {
  const rank = ({ verdict, aboveHardLimit }: AnalysisMetric) =>
    aboveHardLimit ? -1 : METRIC_VERDICTS.indexOf(verdict);
  const harm = ({ evidence, evidenceNeeded }: AnalysisMetric) =>
    evidence / evidenceNeeded;
  return (
    rank(a) - rank(b) ||
    Number(b.critical) - Number(a.critical) ||
    harm(b) - harm(a)
  );
}

/** The metrics that match a filter, in the order of their importance. */
export function selectMetrics(
  metrics: readonly AnalysisMetric[],
  { text, verdict }: MetricFilter,
): AnalysisMetric[] {
  const search = text.trim().toLocaleLowerCase();
  return metrics
    .filter(metric => verdict === undefined || metric.verdict === verdict)
    .filter(({ title, name, group }) =>
      [title, name, group].some(part =>
        part.toLocaleLowerCase().includes(search),
      ),
    )
    .sort(compare);
}
