import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import {
  formatNumber,
  formatValue,
  formatValueBeside,
} from '../../../shared/format/value';
import { formatEffect, formatEvidence, getUnit } from './formatEffect';

/** What is known about a metric, as phrases. */
export interface MetricText {
  /**
   * The values that the hard limit compared last, over several looks if they are small; else those of the last look, if both
   * versions have one.
   */
  values?: string;
  /** `+8.3 %`; undefined as long as it is unknown. */
  effect?: string;
  /** Why there is no effect. */
  noEffect: string;
  interval: string;
  /** Why it passed, if the interval doesn't show it. */
  rare?: string;
  /** The effect from which on it is harm. */
  harmFrom: string;
  samples: string;
  notExcluded: string;
  evidence: string;
}

/**
 * Describes the difference between the versions in plain sentences: how large it is, how large at least, and where harm
 * begins. A rare event has no such difference.
 */
export function useMetricSentence(versions: {
  candidate: string;
  baseline: string;
}): (metric: AnalysisMetric) => string {
  const { t } = useTranslation();
  const describe = useMetricText();

  const describeDifference = (metric: AnalysisMetric, effect: number) => {
    const { low, high } = metric.interval;
    const difference = t(
      `analysis.metric.difference.${metric.kind}.${
        effect < 0 ? 'less' : 'more'
      }`,
      { ...versions, difference: formatSize(effect) },
    );
    const least = effect < 0 ? high : low;
    if (least !== undefined && least * effect > 0) {
      return t('analysis.metric.atLeast', {
        difference,
        least: formatSize(least),
      });
    }
    return low === undefined || high === undefined
      ? t('analysis.metric.uncertain', { difference })
      : t('analysis.metric.between', {
          difference,
          low: formatEffect(low),
          high: formatEffect(high),
        });
  };

  return metric => {
    const { rare, noEffect } = describe(metric);
    if (rare) return rare;
    const { effect, bad, minimumEffect } = metric;
    const harm = t(`analysis.metric.harmBegins.${bad}`, {
      effect:
        bad === 'either'
          ? formatSize(minimumEffect)
          : formatEffect(bad === 'decrease' ? -minimumEffect : minimumEffect),
    });
    return effect === undefined
      ? `${noEffect}. ${harm}`
      : `${describeDifference(metric, effect)} ${harm}`;
  };
}

/** A relative effect without its sign. */
function formatSize(effect: number): string {
  return formatEffect(Math.abs(effect)).replace('+', '');
}

/** Describes metrics in figures and the terms of statistics. */
export function useMetricText(): (metric: AnalysisMetric) => MetricText {
  const { t } = useTranslation();

  const describeInterval = ({ low, high }: AnalysisMetric['interval']) => {
    if (low !== undefined && high !== undefined) {
      return t('analysis.metric.interval', {
        low: formatEffect(low),
        high: formatEffect(high),
      });
    }
    if (low !== undefined) {
      return t('analysis.metric.intervalFrom', { low: formatEffect(low) });
    }
    return high === undefined
      ? t('analysis.metric.intervalUnknown')
      : t('analysis.metric.intervalUpTo', { high: formatEffect(high) });
  };

  const describeThreshold = ({ bad, minimumEffect }: AnalysisMetric) =>
    t(`analysis.metric.harmFrom.${bad}`, {
      effect:
        bad === 'either'
          ? formatEffect(minimumEffect).replace('+', '')
          : formatEffect(bad === 'decrease' ? -minimumEffect : minimumEffect),
    });

  const describeLimitCheck = (
    metric: AnalysisMetric,
    { candidate, baseline }: NonNullable<AnalysisMetric['limitCheck']>,
  ) => {
    const unit = getUnit(metric);
    const limit = metric.hardLimit?.atMost;
    const limits = limit === undefined ? [] : [limit];
    const describe = ({ value, events, total }: typeof candidate) => {
      const text = formatValueBeside(value, limits, unit);
      return events === undefined || total === undefined
        ? text
        : t('analysis.metric.limitCount', {
            value: text,
            events: formatNumber(Math.round(events)),
            total: formatNumber(Math.round(total)),
          });
    };
    return t('analysis.metric.limitCheck', {
      candidate: describe(candidate),
      baseline: baseline ? describe(baseline) : '–',
    });
  };

  const describeLastLook = (metric: AnalysisMetric) => {
    const { candidate, baseline } =
      metric.series[metric.series.length - 1] ?? {};
    if (candidate === undefined || baseline === undefined) return undefined;
    const unit = getUnit(metric);
    const limit = metric.hardLimit?.atMost;
    return t('analysis.metric.lastLook', {
      candidate: formatValueBeside(
        candidate,
        limit === undefined ? [] : [limit],
        unit,
      ),
      baseline: formatValue(baseline, unit),
    });
  };

  const describeValues = (metric: AnalysisMetric) => {
    const { hardLimit, limitCheck } = metric;
    const values = limitCheck
      ? describeLimitCheck(metric, limitCheck)
      : describeLastLook(metric);
    return values === undefined || !hardLimit
      ? values
      : `${values}, ${t('analysis.metric.limit', {
          limit: formatValue(hardLimit.atMost, getUnit(metric)),
        })}`;
  };

  return metric => {
    const { effect, samples, minSamples, largestHarmNotExcluded } = metric;
    const counts = t('analysis.metric.samples', {
      candidate: formatNumber(Math.round(samples.candidate)),
      baseline: formatNumber(Math.round(samples.baseline)),
    });
    const isFew = Math.min(samples.candidate, samples.baseline) < minSamples;
    const values = describeValues(metric);
    const last = metric.series[metric.series.length - 1];
    return {
      ...(values === undefined ? {} : { values }),
      noEffect: t(
        last?.baseline === 0
          ? 'analysis.metric.noRelativeEffect'
          : 'analysis.metric.noEffect',
      ),
      ...(effect === undefined ? {} : { effect: formatEffect(effect) }),
      interval: describeInterval(metric.interval),
      ...(metric.passedAsRare && metric.minimumDifference !== undefined
        ? {
            rare: t('analysis.metric.rare', {
              points: formatNumber(metric.minimumDifference * 100),
            }),
          }
        : {}),
      harmFrom: describeThreshold(metric),
      samples: isFew
        ? `${counts} ${t('analysis.metric.fewSamples', {
            least: String(minSamples),
          })}`
        : counts,
      notExcluded:
        largestHarmNotExcluded === undefined
          ? t('analysis.metric.notExcludedUnbounded')
          : t('analysis.metric.notExcluded', {
              effect: formatEffect(largestHarmNotExcluded).replace('+', ''),
            }),
      evidence: t('analysis.metric.evidence', {
        evidence: formatEvidence(metric.evidence),
        needed: formatEvidence(metric.evidenceNeeded),
      }),
    };
  };
}
