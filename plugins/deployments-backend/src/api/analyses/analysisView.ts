import type {
  AnalysisMetric,
  AnalysisVerdict,
} from '@slipway/backstage-plugin-deployments-common';
import {
  BLOCKS_PER_STEP,
  type MetricAssessment,
} from '../../domain/analysis/judge/assessMetric';
import { sayVerdict } from '../../domain/analysis/verdictSentences';
import { renderSentences } from '../../domain/text/renderSentences';
import type { Look } from '../../domain/analysis/look';
import type { AnalysisResult } from '../../domain/analysis/replayLooks';
import { toSeries } from '../../domain/analysis/toSeries';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type {
  AnalysisModel,
  MetricPlan,
} from '../../domain/model/analysisModel';
import { toTime } from '../../http/formatTime';

export function toVerdictView(
  result: AnalysisResult,
  model: AnalysisModel,
  { version, baseline }: Pick<Snapshot, 'version' | 'baseline'>,
  lastStage: boolean,
): AnalysisVerdict {
  const { decision, reason, score, groups, metrics } = result.verdict;
  const sentences = sayVerdict(result, {
    model,
    candidate: version.name,
    baseline: baseline?.name ?? 'the previous version',
    lastStage,
  });
  return {
    decision,
    reason,
    sentence: renderSentences(sentences),
    sentences,
    score,
    pass: model.pass,
    marginal: model.marginal,
    groups: groups.map(group => ({
      ...group,
      minimum: 100 * (model.groups[group.name]?.minimum ?? 0),
    })),
    metrics,
    lastStage,
  };
}

export function toMetricView(
  plan: MetricPlan,
  assessment: MetricAssessment,
  model: AnalysisModel,
  looks: readonly Look[],
): AnalysisMetric {
  const { hardLimit } = plan;
  const [low, high] = assessment.interval;
  const read = looks.at(-1)?.metrics ?? {};
  const message = Object.hasOwn(read, plan.name)
    ? read[plan.name].error
    : undefined;
  return {
    name: plan.name,
    title: model.sources[plan.name]?.title ?? plan.name,
    group: plan.group,
    kind: plan.kind,
    ...toUnit(plan, model.sources[plan.name]?.provider),
    ...ifFinite('quantile', plan.quantile),
    bad: plan.direction,
    critical: plan.critical,
    minimumEffect: plan.minimumEffect,
    ...ifFinite('minimumDifference', plan.minimumDifference),
    verdict: assessment.verdict,
    ...ifFinite('effect', assessment.effect),
    interval: { ...ifFinite('low', low), ...ifFinite('high', high) },
    evidence: assessment.evidence,
    evidenceNeeded: assessment.evidenceNeeded,
    samples: assessment.samples,
    minSamples: plan.minimumSamples,
    blocks: assessment.blocks,
    stageBlocks: assessment.stepBlocks,
    stageBlocksNeeded: BLOCKS_PER_STEP,
    passedAsRare: assessment.passedAsRare,
    ...ifFinite('blocksNeeded', assessment.blocksNeeded),
    ...ifFinite('largestHarmNotExcluded', assessment.largestHarmNotExcluded),
    ...(hardLimit
      ? {
          hardLimit: {
            atMost: hardLimit.atMost,
            minSamples: hardLimit.minimumSamples,
            looks: hardLimit.looks,
          },
        }
      : {}),
    aboveHardLimit: assessment.aboveHardLimit,
    ...(assessment.limitCheck ? { limitCheck: assessment.limitCheck } : {}),
    ...(message === undefined ? {} : { message }),
    series: toSeries(plan, looks).map(({ at, ...point }) => ({
      at: toTime(at),
      ...point,
    })),
  };
}

/** The built-in provider that reads a deployment target's own measurements. */
const TARGET = 'target';

/** Only the provider knows what it reads. A target's durations are in milliseconds. */
function toUnit(
  { kind }: MetricPlan,
  provider: string | undefined,
): Pick<AnalysisMetric, 'unit'> {
  const isDuration = kind === 'latency' || kind === 'quantile';
  return isDuration && provider === TARGET ? { unit: 'ms' } : {};
}

/** A property that JSON can express; absent otherwise. */
function ifFinite<K extends string>(
  key: K,
  value: number | undefined,
): { [P in K]?: number } {
  return value !== undefined && Number.isFinite(value)
    ? ({ [key]: value } as { [P in K]: number })
    : {};
}
