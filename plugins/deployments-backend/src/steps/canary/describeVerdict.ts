import type { RolloutVerdict } from '../../domain/analysis/judge/judgeRollout';
import { list } from '../../domain/deployment/messages/formatting';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import type { Analysed } from '../../checks/analysis/analyst';

/** Describes the decision of an analysis as a sentence without a period, with the metrics that are the reason. */
export function describeVerdict(
  { verdict, metrics }: Pick<Analysed, 'verdict' | 'metrics'>,
  {
    sources,
    pass,
    marginal,
  }: Pick<AnalysisModel, 'sources' | 'pass' | 'marginal'>,
): string {
  const names = verdict.metrics.map(name => sources[name]?.title ?? name);
  const worse = list(
    verdict.metrics.map((name, index) => {
      const effect = metrics.find(each => each.name === name)?.effect;
      return `${names[index]}${formatEffect(effect)}`;
    }),
  );
  const score = Math.round(verdict.score);
  return SENTENCES[verdict.reason]({
    verdict,
    names: list(names),
    worse,
    score,
    pass,
    marginal,
  });
}

const SENTENCES: Record<
  RolloutVerdict['reason'],
  (facts: {
    verdict: RolloutVerdict;
    names: string;
    worse: string;
    score: number;
    pass: number;
    marginal: number;
  }) => string
> = {
  hard_limit: ({ names }) => `${names} exceeded the hard limit`,
  critical_harm: ({ worse }) => `${worse} got worse`,
  group_below_minimum: ({ worse }) =>
    `Too many metrics of a group got worse: ${worse}`,
  score_below_marginal: ({ score, marginal, worse }) =>
    `The score is ${score} of 100, and less than ${marginal} fails: ${worse} got worse`,
  score_below_pass: ({ score, pass, worse }) =>
    `The score is ${score} of 100, and ${pass} passes: ${worse} got worse`,
  time_is_up: ({ names }) =>
    names
      ? `The time is up without a verdict on ${names}`
      : 'The time is up without a verdict',
  needs_data: ({ names }) =>
    names ? `Needs more data on ${names}` : 'Needs more data',
  no_sign_of_harm: () => 'No sign of harm',
  passed: () => 'The analysis passed',
};

/** An effect in percent, e.g. ` (+130 %)`. */
function formatEffect(effect: number | undefined): string {
  if (effect === undefined || !Number.isFinite(effect)) {
    return '';
  }
  const percent = Math.round(effect * 100);
  return ` (${percent > 0 ? '+' : ''}${percent} %)`;
}
