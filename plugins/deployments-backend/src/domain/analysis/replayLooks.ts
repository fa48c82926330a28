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

/** The probability of a false alarm in the whole rollout, if no step is repeated. */
const ALPHA = 0.05;

/** What all looks of an attempt say. */
export interface AnalysisResult {
  verdict: RolloutVerdict;
  /** In the order of the analysis. */
  metrics: MetricAssessment[];
}

/** What shares the probability of a false alarm. */
export interface AlarmShares {
  /** From 1. */
  attempt: number;
  /** See {@link countAnalyses}. */
  analyses: number;
}

/** What is judged besides looks. */
export interface StageProgress extends RolloutProgress {
  /**
   * Since when the candidate has had its current share of the traffic, in epoch milliseconds. Before the first look since
   * then, nothing has been measured for it. Defaults to the share that the last look was about.
   */
  weightSince?: number;
}

/** Judges the looks of one attempt, in their order. */
export interface LookReplay {
  /** The last look; absent before the first. */
  readonly last: Look | undefined;
  add(look: Look): void;
  judge(progress: StageProgress): AnalysisResult;
}

/**
 * Starts the replay of an attempt. The verdict follows from the stored looks alone, so it survives a crash. The
 * analyses of a rollout share the probability of a false alarm, because each has evidence of its own. Each further attempt
 * may raise half as many false alarms, so that repeating a step can't make one likely.
 */
export function createLookReplay(
  model: AnalysisModel,
  { attempt, analyses }: AlarmShares,
): LookReplay {
  const alphas = allocateAlpha(
    model.metrics,
    ALPHA / analyses / 2 ** (attempt - 1),
  );
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
        // A metric can have the name of a property that every object has.
        const read = Object.hasOwn(look.metrics, metric.name)
          ? look.metrics[metric.name]
          : undefined;
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
    judge({ weightSince = last?.weightSince, ...progress }) {
      const isUnseen = weightSince !== last?.weightSince;
      const assessed = metrics.map(({ model: metric, state, alpha }) =>
        assessMetric(
          metric,
          isUnseen ? { ...state, stepBlocks: 0 } : state,
          alpha,
        ),
      );
      return {
        verdict: judgeRollout(model, assessed, progress),
        metrics: assessed,
      };
    },
  };
}

/** How many looks are added without a pause. Each may have 50 metrics. */
export const CHUNK = 20;

/** Adds looks to a replay, with pauses: thousands of looks take seconds. */
export function* addLooks(
  replay: LookReplay,
  looks: readonly Look[],
): Generator<void, void> {
  for (const [index, look] of looks.entries()) {
    replay.add(look);
    if (index % CHUNK === CHUNK - 1) yield;
  }
}

/** Judges all looks of an attempt. See {@link createLookReplay}. */
export function replayLooks(
  model: AnalysisModel,
  looks: readonly Look[],
  { attempt, analyses, ...progress }: StageProgress & AlarmShares,
): AnalysisResult {
  const replay = createLookReplay(model, { attempt, analyses });
  for (const look of looks) replay.add(look);
  return replay.judge(progress);
}

/** Counts the analyses of a rollout, at least 1. The same one in two steps counts twice: each step starts from scratch. */
export function countAnalyses(
  steps: readonly { analyses?: readonly string[]; skipped?: string }[],
): number {
  const counts = steps.map(({ analyses, skipped }) =>
    skipped === undefined ? new Set(analyses).size : 0,
  );
  return Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

/** Whether a share of the traffic may not be measured any longer. */
export function isTimeUp(
  { maxMs }: Pick<AnalysisModel, 'maxMs'>,
  weightSince: number,
  now: number,
): boolean {
  return now - weightSince >= maxMs;
}
