import type { AnalysisModel } from '../model/analysisModel';
import type { MetricAssessment } from './judge/assessMetric';
import { assessMetric } from './judge/assessMetric';
import type { RolloutProgress, RolloutVerdict } from './judge/judgeRollout';
import { judgeRollout } from './judge/judgeRollout';
import { allocateAlpha } from './judge/metricPlan';
import {
  createMetricModel,
  createMetricState,
  observe,
  skip,
  startStep,
} from './judge/metricState';
import type { Look } from './look';

/** The probability of a false alarm in the first attempt of a step. */
const ALPHA = 0.05;

/** What all looks of an attempt say. */
export interface AnalysisResult {
  verdict: RolloutVerdict;
  /** In the order of the analysis. */
  metrics: MetricAssessment[];
}

/** Judges the looks of one attempt, in their order. */
export interface LookReplay {
  /** The last look; absent before the first. */
  readonly last: Look | undefined;
  add(look: Look): void;
  judge(progress: RolloutProgress): AnalysisResult;
}

/**
 * Starts the replay of an attempt. The verdict follows from the stored looks alone, so it survives a crash. Each further
 * attempt may raise half as many false alarms, so that repeating a step can't make one likely.
 *
 * @param attempt - from 1
 */
export function createLookReplay(
  model: AnalysisModel,
  attempt: number,
): LookReplay {
  const alphas = allocateAlpha(model.metrics, ALPHA / 2 ** (attempt - 1));
  const metrics = model.metrics.map(plan => {
    const metric = createMetricModel(plan);
    return {
      name: plan.name,
      model: metric,
      state: createMetricState(metric),
      alpha: alphas.get(plan.name) ?? 0,
    };
  });
  let last: Look | undefined;
  return {
    get last() {
      return last;
    },
    add(look) {
      for (const metric of metrics) {
        if (last && look.weightSince !== last.weightSince) {
          startStep(metric.model, metric.state);
        } else if (last && look.from > last.to) {
          skip(metric.state);
        }
        const read = look.metrics[metric.name];
        // It may not have been read yet, which is not the same as no data.
        if (!read) continue;
        const { candidate, baseline } = read;
        try {
          observe(metric.model, metric.state, {
            ...(candidate ? { candidate } : {}),
            ...(baseline ? { baseline } : {}),
          });
        } catch {
          // The bins changed within a block, or the kind of the metric is another one than when the look was taken.
          skip(metric.state);
        }
      }
      last = look;
    },
    judge(progress) {
      const assessed = metrics.map(metric =>
        assessMetric(metric.model, metric.state, metric.alpha),
      );
      return {
        verdict: judgeRollout(model, assessed, progress),
        metrics: assessed,
      };
    },
  };
}

/** Judges all looks of an attempt. See {@link createLookReplay}. */
export function replayLooks(
  model: AnalysisModel,
  looks: readonly Look[],
  { attempt, ...progress }: RolloutProgress & { attempt: number },
): AnalysisResult {
  const replay = createLookReplay(model, attempt);
  for (const look of looks) replay.add(look);
  return replay.judge(progress);
}

/** Whether a share of the traffic may not be measured any longer. */
export function isTimeUp(
  { maxMs }: Pick<AnalysisModel, 'maxMs'>,
  weightSince: number,
  now: number,
): boolean {
  return now - weightSince >= maxMs;
}
