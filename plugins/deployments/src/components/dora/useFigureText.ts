import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  DoraCard,
  DoraMetricName,
  DoraUnit,
} from '@slipway/backstage-plugin-deployments-common';
import { useMemo } from 'react';
import { deploymentsTranslationRef } from '../../translation';
import { formatTimeOrRatio, frequencyOf, shortNumber } from './figures';

/** Figures in words. */
export interface FigureText {
  /** A value with its unit: `3.5 per week`, `2 h 5 min`, `12.5 %`. */
  value(value: number, unit: DoraUnit): string;
  /** How many rows a value is made of: `n = 12 commits`, `2 of n = 14 deployments`. */
  sample(card: Pick<DoraCard, 'metric' | 'n' | 'numerator'>): string;
  metric(metric: DoraMetricName): string;
}

export function useFigureText(): FigureText {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  return useMemo(
    () => ({
      value: (value, unit) => {
        if (unit !== 'per-day') {
          return formatTimeOrRatio(value, unit);
        }
        const said = frequencyOf(value);
        return t(`dora.per.${said.per}`, { value: shortNumber(said.value) });
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
