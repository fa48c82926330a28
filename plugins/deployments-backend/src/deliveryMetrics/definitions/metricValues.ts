import type {
  DoraCard,
  DoraMetricName,
  DoraPeriodValue,
  DoraReason,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { say } from '../../domain/text/say';
import { renderPhrase } from '../../domain/text/stepSentences';
import { findBand } from './bands';
import type { BandYear } from './bands';

/** The figures of a range's rows. Times are in milliseconds. */
export interface Figures {
  delivery: Sample & {
    /** Calendar days with at least one counted deployment. */
    days: number;
    settling: number;
  };
  leadTime: Sample & { quantiles?: Quantiles; parts: LeadTimeParts };
  failRate: Ratio;
  recovery: Sample & { quantiles?: Quantiles; open: number };
  rework: Ratio;
  /** Whether any row is demo data. */
  demo: boolean;
}

interface Sample {
  /** Number of rows that count. */
  n: number;
  excluded: ReasonCounts;
}

export interface Ratio extends Sample {
  hits: number;
  settling: number;
}

export type ReasonCounts = Partial<Record<DoraReason, number>>;

export interface Quantiles {
  p50: number;
  p75: number;
  p90: number;
}

/** Medians of the parts of lead times, each computed from the rows that have the part. */
export type LeadTimeParts = NonNullable<DoraCard['breakdown']>;

/** The figures of one period of the trend. */
export interface PeriodFigures {
  delivered: number;
  leadTime: { n: number; quantiles?: Quantiles };
  failRate: { n: number; hits: number };
  recovery: { n: number; quantiles?: Quantiles };
  rework: { n: number; hits: number };
}

export interface CardOptions {
  /** Calendar days of the range, and of the previous one. */
  days: number;
  previousDays: number;
  bandsYear: BandYear;
  /** In the unit of the metric. */
  targets: Partial<Record<DoraMetricName, number>>;
}

/** Returns the five cards in display order. */
export function listCards(
  figures: Figures,
  previous: Figures,
  options: CardOptions,
): DoraCard[] {
  const days = { now: options.days, before: options.previousDays };
  return [
    buildCard('deployment-frequency', 'per-day', options, {
      value: computePerDay(figures.delivery.n, days.now),
      previous: computePerDay(previous.delivery.n, days.before),
      sample: figures.delivery,
      previousN: previous.delivery.n,
      settling: figures.delivery.settling,
      more: computeDeploymentDays(figures.delivery.days, days.now),
    }),
    buildCard('change-lead-time', 'milliseconds', options, {
      value: figures.leadTime.quantiles?.p50,
      previous: previous.leadTime.quantiles?.p50,
      sample: figures.leadTime,
      previousN: previous.leadTime.n,
      settling: 0,
      more: {
        ...pickUpperQuantiles(figures.leadTime.quantiles),
        breakdown: figures.leadTime.parts,
      },
    }),
    buildCard('change-fail-rate', 'ratio', options, {
      ...compareRatios(figures.failRate, previous.failRate),
      more: { numerator: figures.failRate.hits },
    }),
    buildCard('recovery-time', 'milliseconds', options, {
      value: figures.recovery.quantiles?.p50,
      previous: previous.recovery.quantiles?.p50,
      sample: figures.recovery,
      previousN: previous.recovery.n,
      settling: 0,
      more: {
        ...pickUpperQuantiles(figures.recovery.quantiles),
        open: figures.recovery.open,
      },
    }),
    buildCard('rework-rate', 'ratio', options, {
      ...compareRatios(figures.rework, previous.rework),
      more: { numerator: figures.rework.hits },
    }),
  ];
}

interface CardFigures {
  value: number | undefined;
  previous: number | undefined;
  sample: Sample;
  previousN: number;
  settling: number;
  more: Partial<DoraCard>;
}

function buildCard(
  metric: DoraMetricName,
  unit: DoraCard['unit'],
  { bandsYear, targets }: CardOptions,
  figures: CardFigures,
): DoraCard {
  const { value, previous, sample, previousN, settling, more } = figures;
  const warnings = sayWarnings(metric, sample);
  const target = targets[metric];
  const band =
    value === undefined ? undefined : findBand(metric, value, bandsYear);
  return {
    metric,
    unit,
    n: sample.n,
    previousN,
    settling,
    excluded: listReasonCounts(sample.excluded),
    ...(value === undefined ? {} : { value }),
    ...(previous === undefined ? {} : { previous }),
    ...(target === undefined ? {} : { target }),
    ...(band ? { band } : {}),
    ...more,
    warnings: warnings.map(warning => renderPhrase([warning])),
    ...(warnings.length > 0 ? { warningSentences: warnings } : {}),
  };
}

const SMALL_SAMPLE = 5;

/** Says what the number alone hides. */
function sayWarnings(
  metric: DoraMetricName,
  { n, excluded }: Sample,
): Sentence[] {
  const warnings: Sentence[] = [];
  const negative = excluded['negative-time'];
  if (negative) {
    const things = metric === 'recovery-time' ? 'recoveries' : 'commits';
    warnings.push(
      negative === 1
        ? say(`metric_clock_one_of_${things}`)
        : say(`metric_clock_${things}`, { count: negative }),
    );
  }
  const missing = excluded['missing-author-time'];
  if (missing) {
    warnings.push(
      missing === 1
        ? say('metric_no_author_time_one')
        : say('metric_no_author_time', { count: missing }),
    );
  }
  const unknown = excluded['no-commits'];
  if (unknown) {
    warnings.push(
      unknown === 1
        ? say('metric_no_commits_one')
        : say('metric_no_commits', { count: unknown }),
    );
  }
  if (n > 0 && n < SMALL_SAMPLE && metric !== 'deployment-frequency') {
    warnings.push(say('metric_small_sample', { count: n }));
  }
  return warnings;
}

/**
 * Without a deployment there is no frequency, because possibly nothing is deployed at all. Less than a day counts as
 * one day: one deployment a minute after midnight is one a day, not 1440.
 */
function computePerDay(n: number, days: number): number | undefined {
  return n === 0 || days === 0 ? undefined : n / Math.max(1, days);
}

function computeDeploymentDays(
  withOne: number,
  days: number,
): Partial<DoraCard> {
  return withOne === 0 || days === 0
    ? {}
    : // Days that have started, so that a week has at most seven.
      { deploymentDaysPerWeek: withOne / (Math.ceil(days) / 7) };
}

function compareRatios(now: Ratio, before: Ratio): Omit<CardFigures, 'more'> {
  return {
    value: computeRatio(now),
    previous: computeRatio(before),
    sample: now,
    previousN: before.n,
    settling: now.settling,
  };
}

function computeRatio({
  n,
  hits,
}: {
  n: number;
  hits: number;
}): number | undefined {
  return n === 0 ? undefined : hits / n;
}

function pickUpperQuantiles(
  quantiles: Quantiles | undefined,
): Partial<DoraCard> {
  return quantiles ? { p75: quantiles.p75, p90: quantiles.p90 } : {};
}

function listReasonCounts(excluded: ReasonCounts): DoraCard['excluded'] {
  return (Object.entries(excluded) as [DoraReason, number][])
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** Returns the values of one trend period. The frequency's value is the number of deployments, including 0. */
export function listPeriodValues(figures: PeriodFigures): DoraPeriodValue[] {
  return [
    {
      metric: 'deployment-frequency',
      n: figures.delivered,
      value: figures.delivered,
    },
    toQuantileValue('change-lead-time', figures.leadTime),
    toRatioValue('change-fail-rate', figures.failRate),
    toQuantileValue('recovery-time', figures.recovery),
    toRatioValue('rework-rate', figures.rework),
  ];
}

function toQuantileValue(
  metric: DoraMetricName,
  { n, quantiles }: PeriodFigures['leadTime'],
): DoraPeriodValue {
  return quantiles
    ? {
        metric,
        n,
        value: quantiles.p50,
        p75: quantiles.p75,
        p90: quantiles.p90,
      }
    : { metric, n };
}

function toRatioValue(
  metric: DoraMetricName,
  { n, hits }: PeriodFigures['failRate'],
): DoraPeriodValue {
  const value = computeRatio({ n, hits });
  return {
    metric,
    n,
    numerator: hits,
    ...(value === undefined ? {} : { value }),
  };
}
