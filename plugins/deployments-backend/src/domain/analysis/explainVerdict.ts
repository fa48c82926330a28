import type { MetricKind } from '@slipway/backstage-plugin-deployments-node';
import type { AnalysisModel, MetricPlan } from '../model/analysisModel';
import type { MetricAssessment } from './judge/assessMetric';
import type { RolloutVerdict } from './judge/judgeRollout';
import type { LimitValue } from './judge/metricState';
import type { AnalysisResult } from './replayLooks';

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

const TIME_IS_UP: Record<RolloutVerdict['decision'], string> = {
  rollback: 'Time ran out without a verdict.',
  hold: 'A person decides: time ran out without a verdict.',
  advance: 'Promoted: time ran out without a verdict.',
  continue: 'Measuring: time ran out without a verdict.',
};

/** Says what was decided and why, in a sentence without figures, which stays the same until the decision or its reason changes. */
export function summarizeVerdict(
  { decision, reason }: Pick<RolloutVerdict, 'decision' | 'reason'>,
  { model, candidate, baseline }: Described,
): string {
  switch (reason) {
    case 'hard_limit':
      return `${candidate} exceeded a limit.`;
    case 'critical_harm':
      return `${candidate} does harm.`;
    case 'group_below_minimum':
      return 'The score of a group is below its minimum.';
    case 'score_below_marginal':
      return `The score is below ${model.marginal}.`;
    case 'score_below_pass':
      return `A person decides: the score is below ${model.pass}, but not below ${model.marginal}.`;
    case 'time_is_up':
      return TIME_IS_UP[decision];
    case 'needs_data':
      return 'Measuring: more data are needed.';
    case 'no_sign_of_harm':
      return `No sign of harm in ${candidate} so far, so it may get more traffic.`;
    case 'passed':
      return `Passed: ${candidate} is not meaningfully worse than ${baseline}.`;
    default: {
      const unknown: never = reason;
      throw new Error(`Unknown reason: ${String(unknown)}`);
    }
  }
}

/** Explains a decision, in a sentence or two with figures. */
export function explainVerdict(
  { verdict, metrics }: AnalysisResult,
  { lastStage, ...described }: DescribedStage,
): string {
  const { model } = described;
  const explain = () => explainMetrics(verdict.metrics, metrics, described);
  const score = formatNumber(verdict.score);
  const { reason } = verdict;
  switch (reason) {
    case 'hard_limit':
    case 'critical_harm':
      return `${explain()}.`;
    case 'group_below_minimum':
      return `${explain()}. The score of a group is below its minimum.`;
    case 'score_below_marginal':
      return `The score of ${score} is below ${model.marginal}. ${explain()}.`;
    case 'score_below_pass':
      return `A person decides: the score of ${score} is below ${
        model.pass
      }, but not below ${model.marginal}. ${explain()}.`;
    case 'time_is_up':
      return `${summarizeVerdict(verdict, described)} ${explain()}.`;
    case 'needs_data':
      return `${lastStage ? 'Not proven yet' : 'Measuring'}: ${explain()}.`;
    case 'no_sign_of_harm':
      return `${summarizeVerdict(
        verdict,
        described,
      )} It isn't proven yet: it has to pass at the last stage.`;
    case 'passed':
      return summarizeVerdict(verdict, described);
    default: {
      const unknown: never = reason;
      throw new Error(`Unknown reason: ${String(unknown)}`);
    }
  }
}

/** Explains the first metric, by the order of the analysis, and counts the others. */
function explainMetrics(
  names: readonly string[],
  metrics: readonly MetricAssessment[],
  described: Described,
): string {
  const concerned = metrics.filter(({ name }) => names.includes(name));
  const [first] = concerned;
  const plan = described.model.metrics.find(({ name }) => name === first?.name);
  if (!first || !plan) return 'more data are needed';
  const title = described.model.sources[plan.name]?.title ?? plan.name;
  const others = concerned.length - 1;
  return `“${title}”: ${explainMetric(plan, first, described)}${
    others > 0
      ? ` (and ${others} more ${others === 1 ? 'metric' : 'metrics'})`
      : ''
  }`;
}

function explainMetric(
  plan: MetricPlan,
  metric: MetricAssessment,
  described: Described,
): string {
  const { candidate, baseline } = described;
  if (metric.aboveHardLimit && plan.hardLimit) {
    return explainLimit(plan.hardLimit, metric.limitCheck, described);
  }
  switch (metric.verdict) {
    case 'harm':
      return `${compare(
        plan,
        metric.effect ?? 0,
        candidate,
        baseline,
      )} (95 % interval ${formatInterval(metric)}), and ${formatPercent(
        plan.minimumEffect,
      )} matters`;
    case 'no_data': {
      const silent = (['candidate', 'baseline'] as const).filter(
        role => metric.samples[role] === 0,
      );
      const names = silent.map(role => ({ candidate, baseline }[role]));
      return names.length > 0
        ? `no data from ${names.join(' and ')}`
        : 'one version often reported no data';
    }
    case 'pass':
    case 'inconclusive': {
      if (metric.verdict === 'pass' && !metric.measuredInStep) {
        return 'not enough data with this share of the traffic yet';
      }
      const { largestHarmNotExcluded: worst, blocksNeeded } = metric;
      if (!(worst < 1)) return 'not enough data yet';
      return `a change of up to ${formatPercent(
        worst,
      )} can't be ruled out (${formatPercent(
        plan.minimumEffect,
      )} would matter)${
        blocksNeeded === undefined
          ? ''
          : `; it takes roughly ${formatNumber(
              Number(blocksNeeded.toPrecision(1)),
            )} more looks`
      }`;
    }
    default: {
      const unknown: never = metric.verdict;
      throw new Error(`Unknown verdict: ${String(unknown)}`);
    }
  }
}

/** A limit counts small looks together, so its figures can differ from those of the last look. */
function explainLimit(
  { atMost, looks }: NonNullable<MetricPlan['hardLimit']>,
  check: MetricAssessment['limitCheck'],
  { candidate, baseline }: Described,
): string {
  const isShare = check?.candidate.total !== undefined;
  const limit = isShare ? formatPercent(atMost) : formatNumber(atMost);
  const inARow = looks > 1 ? ` in ${looks} looks in a row` : '';
  const exceeded = `${candidate} exceeded the limit of ${limit}${inARow}`;
  if (!check) return exceeded;
  const value = formatAtLimit(check.candidate, atMost, ' requests');
  return `${exceeded}${inARow ? ', last' : ''} with ${value}${
    check.baseline
      ? `; ${baseline}: ${formatAtLimit(check.baseline, atMost)}`
      : ''
  }`;
}

function formatAtLimit(
  { value, events, total }: LimitValue,
  limit: number,
  noun = '',
): string {
  if (events === undefined || total === undefined) {
    return formatBeside(value, limit);
  }
  const of = `${formatNumber(Math.round(events))} of ${formatNumber(
    Math.round(total),
  )}`;
  return `${of}${noun} (${formatBeside(100 * value, 100 * limit)} %)`;
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

const WORDS: Record<MetricKind, { more: string; less: string; as: string }> = {
  latency: { more: 'slower', less: 'faster', as: 'slow' },
  quantile: {
    more: 'more slow requests',
    less: 'fewer slow requests',
    as: 'many slow requests',
  },
  gauge: { more: 'higher', less: 'lower', as: 'high' },
  amount: { more: 'more', less: 'less', as: 'much' },
  count: { more: 'more frequent', less: 'less frequent', as: 'frequent' },
};

/** From this ratio on, people read "3 times as frequent" more easily than "200 % more frequent". */
const TIMES = 2;

function compare(
  { kind }: MetricPlan,
  effect: number,
  candidate: string,
  baseline: string,
): string {
  const { more, less, as } = WORDS[kind];
  if (!Number.isFinite(effect)) {
    return `only in ${candidate}, and never in ${baseline}`;
  }
  return effect + 1 >= TIMES
    ? `${formatNumber(
        effect + 1,
      )} times as ${as} in ${candidate} as in ${baseline}`
    : `${formatPercent(Math.abs(effect))} ${
        effect >= 0 ? more : less
      } in ${candidate} than in ${baseline}`;
}

function formatInterval({
  effect = 0,
  interval: [low, high],
}: MetricAssessment): string {
  if (!Number.isFinite(high)) return `unknown`;
  return effect + 1 >= TIMES
    ? `${formatNumber(low + 1)} to ${formatNumber(high + 1)} times`
    : `${formatSigned(low)} to ${formatSigned(high)}`;
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
