import type { MetricAssessment } from './assessMetric';
import type { MetricPlan, RolloutPlan } from '../../model/analysisModel';

/** The state of the rollout, which the judge doesn't know. */
export interface RolloutProgress {
  /** Whether only the promotion to all traffic is left. */
  lastStep: boolean;
  /** Whether the step may not last any longer. */
  timeIsUp: boolean;
}

type RolloutDecision =
  | 'rollback'
  /** A person decides. */
  | 'hold'
  /** More data are needed. */
  | 'continue'
  /** The next step, or all traffic after the last one. */
  | 'advance';

type RolloutReason =
  | 'hard_limit'
  | 'critical_harm'
  | 'group_below_minimum'
  | 'score_below_marginal'
  | 'score_below_pass'
  | 'time_is_up'
  | 'needs_data'
  | 'no_sign_of_harm'
  | 'passed';

export interface RolloutVerdict {
  decision: RolloutDecision;
  reason: RolloutReason;
  /** The names of the metrics that are the reason, if some are. */
  metrics: string[];
  /** 0 to 100. */
  score: number;
  groups: { name: string; score: number; weight: number }[];
}

/** What `onInconclusive` decides. */
const DECISIONS = {
  hold: 'hold',
  promote: 'advance',
  rollback: 'rollback',
} as const;

/**
 * Combines the assessments of a rollout's metrics.
 *
 * - A hard limit, harm in a critical metric, a group below its minimum, or a score below marginal: roll back.
 * - A score between marginal and pass: a person decides.
 * - Before the last step it is enough that each metric has data and shows no sign of harm. Less traffic limits the damage,
 *   and proof would take too long.
 * - In the last step every critical metric must pass, and at least one metric if none is critical. The others must not be
 *   without data, unless their plan ignores that.
 *
 * Throws an error if a metric has no assessment or no group.
 */
export function judgeRollout(
  plan: RolloutPlan,
  assessments: readonly MetricAssessment[],
  progress: RolloutProgress,
): RolloutVerdict {
  const assessed = plan.metrics.map(metric => {
    const assessment = assessments.find(({ name }) => name === metric.name);
    if (!assessment) throw new Error(`${metric.name} has no assessment`);
    return { metric, assessment, harmful: isHarmful(metric, assessment) };
  });
  const groups = scoreGroups(plan, assessed);
  const weights = groups.reduce((sum, { weight }) => sum + weight, 0);
  const score =
    groups.reduce((sum, group) => sum + group.weight * group.score, 0) /
    weights;
  const verdict = (
    decision: RolloutDecision,
    reason: RolloutReason,
    of: readonly AssessedMetric[],
  ): RolloutVerdict => ({
    decision,
    reason,
    metrics: of.map(({ metric }) => metric.name),
    score,
    groups,
  });

  const harmful = assessed.filter(one => one.harmful);
  const aboveLimit = assessed.filter(one => one.assessment.aboveHardLimit);
  if (aboveLimit.length > 0) {
    return verdict('rollback', 'hard_limit', aboveLimit);
  }
  const critical = harmful.filter(({ metric }) => metric.critical);
  if (critical.length > 0) {
    return verdict('rollback', 'critical_harm', critical);
  }
  const below = groups
    .filter(
      ({ name, score: own }) =>
        own < 100 * (plan.groups[name]?.minimum ?? 0) - 1e-9,
    )
    .map(({ name }) => name);
  if (below.length > 0) {
    const members = harmful.filter(({ metric }) =>
      below.includes(metric.group),
    );
    return verdict('rollback', 'group_below_minimum', members);
  }
  if (score < plan.marginal) {
    return verdict('rollback', 'score_below_marginal', harmful);
  }
  if (score < plan.pass) return verdict('hold', 'score_below_pass', harmful);

  // What was proven in an earlier step says nothing about this one, in which the candidate has more traffic.
  const open = assessed.filter(
    one =>
      (!one.assessment.mayAdvance && !one.harmful) ||
      (progress.lastStep && !maySettle(one)),
  );
  const settled =
    open.length === 0 &&
    assessed.some(({ assessment }) => assessment.measuredInStep) &&
    (!progress.lastStep ||
      assessed.some(({ assessment }) => assessment.verdict === 'pass'));
  if (settled) {
    return verdict(
      'advance',
      progress.lastStep ? 'passed' : 'no_sign_of_harm',
      [],
    );
  }
  return progress.timeIsUp
    ? verdict(DECISIONS[plan.onInconclusive], 'time_is_up', open)
    : verdict('continue', 'needs_data', open);
}

interface AssessedMetric {
  metric: MetricPlan;
  assessment: MetricAssessment;
  harmful: boolean;
}

function isHarmful(
  { withoutData }: MetricPlan,
  { verdict }: MetricAssessment,
): boolean {
  return (
    verdict === 'harm' || (verdict === 'no_data' && withoutData === 'fail')
  );
}

/** Whether a metric doesn't keep the rollout from being promoted. */
function maySettle({ metric, assessment, harmful }: AssessedMetric): boolean {
  switch (assessment.verdict) {
    case 'pass':
      return true;
    case 'harm':
      // Its harm is in the score.
      return harmful && !metric.critical;
    case 'inconclusive':
      return !metric.critical;
    case 'no_data':
      return metric.withoutData !== 'wait' && !metric.critical;
    default: {
      const unknown: never = assessment.verdict;
      throw new Error(`Unknown verdict: ${String(unknown)}`);
    }
  }
}

function scoreGroups(
  { groups }: RolloutPlan,
  assessed: readonly AssessedMetric[],
): { name: string; score: number; weight: number }[] {
  const names = [...new Set(assessed.map(({ metric }) => metric.group))];
  return names.map(name => {
    const group = groups[name];
    if (!group) throw new Error(`There is no group ${name}`);
    const members = assessed.filter(({ metric }) => metric.group === name);
    const good = members.filter(({ harmful }) => !harmful).length;
    return { name, score: (100 * good) / members.length, weight: group.weight };
  });
}
