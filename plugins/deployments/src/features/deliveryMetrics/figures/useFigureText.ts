import type {
  DoraCard,
  DoraMetricName,
  DoraUnit,
} from '@slipway/backstage-plugin-deployments-common';
import { useMemo } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { formatTimeOrRatio, toFrequency, chooseFrequencyUnit } from './figures';
import { formatNumber } from '../../../shared/format/value';

/** Formats figures. */
export interface FigureText {
  /**
   * A value with its unit: `3.5 per week`, `2 h 5 min`, `12.5 %`. Beside another value it uses the same period, so that
   * the two are comparable.
   */
  value(value: number, unit: DoraUnit, beside?: number): string;
  /** The sample size: `n = 12 commits`, `2 of n = 14 deployments`. */
  sample(card: Pick<DoraCard, 'metric' | 'n' | 'numerator'>): string;
  metric(metric: DoraMetricName): string;
}

export function useFigureText(): FigureText {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      value: (value, unit, beside) => {
        if (unit !== 'per-day') {
          return formatTimeOrRatio(value, unit);
        }
        const per = chooseFrequencyUnit(beside ?? value);
        return t(`dora.per.${per}`, {
          value: formatNumber(toFrequency(value, per)),
        });
      },
      sample: ({ metric, n, numerator }) =>
        t(`dora.sample.${metric}`, {
          count: n,
          hits: String(numerator ?? 0),
        }),
      metric: metric => t(`dora.metric.${metric}`),
    }),
    [t],
  );
}
