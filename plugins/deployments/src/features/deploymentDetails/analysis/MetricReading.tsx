import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';
import { formatValue } from '../../../shared/format/value';
import { FEW_VALUES } from '../stepCharts/lineStyle';
import { findLastUpTo } from '../stepCharts/moments';
import { useChartSeries } from '../stepCharts/StepCharts';
import { useValueText } from '../stepCharts/useValueText';
import { getUnit } from './formatEffect';

type Point = AnalysisMetric['series'][number];

/** Returns a function that describes what both versions reported at a time, with the sample sizes. */
export function useDescribePoint(
  metric: AnalysisMetric,
  versions: { candidate: string; baseline: string },
) {
  const describeValue = useValueText();
  const unit = getUnit(metric);
  return (point: Point) =>
    (['candidate', 'baseline'] as const)
      .map(role =>
        describeValue({
          name: versions[role],
          value:
            point[role] === undefined ? '–' : formatValue(point[role], unit),
          samples: point.samples?.[role],
        }),
      )
      .join(', ');
}

/** Adds a metric to the values that are read at the cursor of the step's charts. Shows nothing itself. */
export function MetricReading(props: {
  metric: AnalysisMetric;
  versions: { candidate: string; baseline: string };
  /** Whether its chart is shown. */
  isOpen: boolean;
}) {
  const { metric, versions, isOpen } = props;
  const describePoint = useDescribePoint(metric, versions);
  const points = metric.series.map(point => ({
    at: Date.parse(point.at),
    point,
  }));
  useChartSeries({
    title: metric.title,
    moments: points.map(({ at }) => at),
    read: at => {
      const found = findLastUpTo(points, at);
      return found && describePoint(found.point);
    },
    hasCursor: isOpen && points.length > FEW_VALUES,
  });
  return null;
}
