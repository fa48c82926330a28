import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type { AnalysisModel, MetricPlan } from '../model/analysisModel';
import type { MetricAssessment } from './judge/assessMetric';
import type { RolloutVerdict } from './judge/judgeRollout';
import type { LimitValue } from './judge/metricState';
import type { AnalysisResult } from './replayLooks';
import { say } from '../text/say';

interface Described {
  model: AnalysisModel;
  /** The names of the versions. */
  candidate: string;
  baseline: string;
}

interface DescribedStage extends Described {
  /** Whether the stage must prove that the candidate does no harm. */
  lastStage: boolean;
}

/** Says what was decided and why, without figures: it stays the same until the decision or its reason changes. */
export function saySummary(
  { decision, reason }: Pick<RolloutVerdict, 'decision' | 'reason'>,
  { model, candidate, baseline }: Described,
): Sentence {
  switch (reason) {
    case 'hard_limit':
      return say('analysis_limit', { candidate });
    case 'critical_harm':
      return say('analysis_harm', { candidate });
    case 'group_below_minimum':
      return say('analysis_group_low');
    case 'score_below_marginal':
      return say('analysis_low', { marginal: model.marginal });
    case 'score_below_pass':
      return say('analysis_between', {
        pass: model.pass,
        marginal: model.marginal,
      });
    case 'time_is_up':
      return say(`analysis_time_is_up_${decision}`);
    case 'needs_data':
      return say('analysis_needs_data');
    case 'no_sign_of_harm':
      return say('analysis_no_sign', { candidate });
    case 'passed':
      return say('analysis_passed', { candidate, baseline });
    default: {
      const unknown: never = reason;
      throw new Error(`Unknown reason: ${String(unknown)}`);
    }
  }
}

/** Says what was decided and why, with figures. */
export function sayVerdict(
  { verdict, metrics }: AnalysisResult,
  { lastStage, ...described }: DescribedStage,
): Sentence[] {
  const { pass, marginal } = described.model;
  const about = sayMetrics(verdict.metrics, metrics, described);
  const score = formatNumber(verdict.score);
  const { reason } = verdict;
  switch (reason) {
    case 'hard_limit':
    case 'critical_harm':
      return about;
    case 'group_below_minimum':
      return [...about, say('analysis_group_low')];
    case 'score_below_marginal':
      return [say('analysis_score_low', { score, marginal }), ...about];
    case 'score_below_pass':
      return [
        say('analysis_score_between', { score, pass, marginal }),
        ...about,
      ];
    case 'time_is_up':
      return [saySummary(verdict, described), ...about];
    case 'needs_data':
      return [
        lastStage ? say('analysis_not_proven') : say('analysis_measuring'),
        ...about,
      ];
    case 'no_sign_of_harm':
      return [saySummary(verdict, described), say('analysis_must_pass')];
    case 'passed':
      return [saySummary(verdict, described)];
    default: {
      const unknown: never = reason;
      throw new Error(`Unknown reason: ${String(unknown)}`);
    }
  }
}

/** Says what is known about the first metric, by the order of the analysis, and counts the others. */
function sayMetrics(
  names: readonly string[],
  metrics: readonly MetricAssessment[],
  described: Described,
): Sentence[] {
  const concerned = metrics.filter(({ name }) => names.includes(name));
  const [first] = concerned;
  const plan = described.model.metrics.find(({ name }) => name === first?.name);
  if (!first || !plan) return [say('analysis_more_data')];
  const metric = described.model.sources[plan.name]?.title ?? plan.name;
  return [
    say('analysis_metric', { metric }),
    ...sayMetric(plan, first, described),
    ...sayOthers(concerned.length - 1),
  ];
}

function sayOthers(count: number): Sentence[] {
  if (count === 0) return [];
  return [
    count === 1 ? say('analysis_one_other') : say('analysis_others', { count }),
  ];
}

function sayMetric(
  plan: MetricPlan,
  metric: MetricAssessment,
  described: Described,
): Sentence[] {
  const minimum = formatPercent(plan.minimumEffect);
  if (metric.aboveHardLimit && plan.hardLimit) {
    return sayLimit(plan.hardLimit, metric.limitCheck, described);
  }
  switch (metric.verdict) {
    case 'harm':
      return sayHarm(plan, metric, described);
    case 'no_data':
      return [sayNoData(metric, described)];
    case 'pass':
    case 'inconclusive': {
      if (metric.verdict === 'pass' && !metric.measuredInStep) {
        return [say('analysis_too_little_traffic')];
      }
      const { largestHarmNotExcluded: worst, blocksNeeded } = metric;
      if (!(worst < 1)) return [say('analysis_too_few_data')];
      return [
        say('analysis_not_excluded', { worst: formatPercent(worst), minimum }),
        ...(blocksNeeded === undefined
          ? []
          : [
              say('analysis_looks_left', {
                count: formatNumber(Number(blocksNeeded.toPrecision(1))),
              }),
            ]),
      ];
    }
    default: {
      const unknown: never = metric.verdict;
      throw new Error(`Unknown verdict: ${String(unknown)}`);
    }
  }
}

function sayNoData(
  { samples }: MetricAssessment,
  { candidate, baseline }: Described,
): Sentence {
  if (samples.candidate === 0 && samples.baseline === 0) {
    return say('analysis_no_data_both', { candidate, baseline });
  }
  if (samples.candidate === 0 || samples.baseline === 0) {
    const version = samples.candidate === 0 ? candidate : baseline;
    return say('analysis_no_data', { version });
  }
  return say('analysis_no_data_often');
}

/** A limit counts small looks together, so its figures can differ from those of the last look. */
function sayLimit(
  { atMost, looks }: NonNullable<MetricPlan['hardLimit']>,
  check: MetricAssessment['limitCheck'],
  { candidate, baseline }: Described,
): Sentence[] {
  const isShare = check?.candidate.total !== undefined;
  const limit = isShare ? formatPercent(atMost) : formatNumber(atMost);
  const isInARow = looks > 1;
  const exceeded = isInARow
    ? say('analysis_over_limit_in_a_row', { candidate, limit, looks })
    : say('analysis_over_limit', { candidate, limit });
  if (!check) return [exceeded];
  const measured = formatAtLimit(check.candidate, atMost);
  const last = isInARow ? 'last' : 'with';
  const compared = check.baseline && formatAtLimit(check.baseline, atMost);
  return [
    exceeded,
    'share' in measured
      ? say(`analysis_${last}_requests`, measured)
      : say(`analysis_${last}_value`, measured),
    ...(compared
      ? [
          'share' in compared
            ? say('analysis_baseline_requests', { baseline, ...compared })
            : say('analysis_baseline_value', { baseline, ...compared }),
        ]
      : []),
  ];
}

function formatAtLimit(
  { value, events, total }: LimitValue,
  limit: number,
): { observed: string } | { events: string; total: string; share: string } {
  return events === undefined || total === undefined
    ? { observed: formatBeside(value, limit) }
    : {
        events: formatNumber(Math.round(events)),
        total: formatNumber(Math.round(total)),
        share: `${formatBeside(100 * value, 100 * limit)} %`,
      };
}

const MAX_DIGITS = 8;

/** Formats a value with as many digits as it takes to tell it from its limit. */
function formatBeside(value: number, limit: number): string {
  let digits = 2;
  while (
    digits < MAX_DIGITS &&
    value !== limit &&
    formatNumber(value, digits) === formatNumber(limit, digits)
  ) {
    digits += 1;
  }
  return formatNumber(value, digits);
}

/** From this ratio on, people read "3 times as frequent" more easily than "200 % more frequent". */
const TIMES = 2;

function sayHarm(
  { kind, minimumEffect }: MetricPlan,
  { effect = 0, interval: [low, high] }: MetricAssessment,
  { candidate, baseline }: Described,
): Sentence[] {
  const minimum = formatPercent(minimumEffect);
  if (!Number.isFinite(effect)) {
    return [say('analysis_only_in', { candidate, baseline, minimum })];
  }
  const isTimes = effect + 1 >= TIMES;
  const difference = sayDifference(kind, effect, { candidate, baseline });
  if (!Number.isFinite(high)) {
    return [difference, say('analysis_interval_unknown', { minimum })];
  }
  return [
    difference,
    isTimes
      ? say('analysis_interval_times', {
          low: formatNumber(low + 1),
          high: formatNumber(high + 1),
          minimum,
        })
      : say('analysis_interval', {
          low: formatSigned(low),
          high: formatSigned(high),
          minimum,
        }),
  ];
}

function sayDifference(
  kind: MetricPlan['kind'],
  effect: number,
  versions: { candidate: string; baseline: string },
): Sentence {
  if (effect + 1 >= TIMES) {
    const times = formatNumber(effect + 1);
    return say(`analysis_${kind}_times`, { ...versions, times });
  }
  const share = { ...versions, effect: formatPercent(Math.abs(effect)) };
  return effect >= 0
    ? say(`analysis_${kind}_more`, share)
    : say(`analysis_${kind}_less`, share);
}

function formatSigned(effect: number): string {
  const text = formatPercent(Math.abs(effect));
  return effect < 0 ? `−${text}` : `+${text}`;
}

function formatPercent(share: number): string {
  return `${formatNumber(100 * share)} %`;
}

/** Formats a number with two digits that matter, or more, e.g. 8.2 and 1,200. */
function formatNumber(value: number, digits = 2): string {
  const whole = String(Math.trunc(Math.abs(value))).length;
  const precision = Math.max(digits, whole + digits - 2);
  return Number(value.toPrecision(precision)).toLocaleString('en-US', {
    maximumFractionDigits: 10,
  });
}
