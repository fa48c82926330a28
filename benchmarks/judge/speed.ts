import { performance } from 'node:perf_hooks';
import { assessMetric } from '../../plugins/deployments-backend/src/domain/analysis/judge/assessMetric';
import type { MetricModel } from '../../plugins/deployments-backend/src/domain/analysis/judge/metricState';
import {
  createMetricModel,
  createMetricState,
  observe,
} from '../../plugins/deployments-backend/src/domain/analysis/judge/metricState';
import type { Observation } from '../../plugins/deployments-backend/src/domain/analysis/judge/observation';
import { FAMILIES } from './families';
import { ALPHA, planMetric, toObservation } from './judgeRule';
import { countGreater } from './peers/mannWhitney';
import { createRandom } from './random';

const METRICS = 50;
const POINTS = 1_000;
const ROUNDS = 15;

/** Milliseconds for all metrics, the median of the rounds. */
export interface Speed {
  /** One verdict at the end. */
  once: number;
  /** A verdict after every point. */
  always: number;
  /** One verdict by comparing each point of the candidate with each of the baseline. */
  pairs: number;
  /** One verdict after every point by starting from the first point each time; estimated from every 50th. */
  fromScratch: number;
}

/** Measures how long 50 metrics with 1,000 points take, half of them counts and half levels. */
export function measureSpeed(seed: number): Speed {
  const metrics = Array.from({ length: METRICS }, (_, index) =>
    createMetric(seed, index),
  );
  const judge = (points: number, every: number) => {
    for (const { model, observations } of metrics) {
      const state = createMetricState(model);
      for (let i = 0; i < points; i += 1) {
        observe(model, state, observations[i] ?? {});
        if ((i + 1) % every === 0) assessMetric(model, state, ALPHA / METRICS);
      }
    }
  };
  return {
    once: measure(ROUNDS, () => judge(POINTS, POINTS)),
    always: measure(ROUNDS, () => judge(POINTS, 1)),
    pairs: measure(3, () =>
      metrics.forEach(({ candidate, baseline }) =>
        countGreater(candidate, baseline, 0),
      ),
    ),
    fromScratch:
      measure(1, () => {
        for (let points = 50; points <= POINTS; points += 50) {
          judge(points, points);
        }
      }) * 50,
  };
}

function createMetric(seed: number, index: number) {
  const name = index % 2 ? 'errors-1pct' : 'gauge-ar';
  const family = FAMILIES.find(one => one.name === name);
  if (!family) throw new Error(`There is no family ${name}`);
  const next = family.start({
    random: createRandom(seed, index),
    ...{ ratio: 1, from: 0, traffic: 1, unit: 1, looks: POINTS },
  });
  const model: MetricModel = createMetricModel(planMetric(family));
  const observations: Observation[] = [];
  for (let i = 0; i < POINTS; i += 1) {
    const look = next(i);
    observations.push({
      candidate: toObservation(look.candidate),
      baseline: toObservation(look.baseline),
    });
  }
  const toPoints = (arm: 'candidate' | 'baseline') =>
    observations.map(observation => {
      const data = observation[arm];
      if (data?.type === 'value') return data.value;
      return data?.type === 'count' ? data.events / data.total : 0;
    });
  return {
    model,
    observations,
    candidate: toPoints('candidate'),
    baseline: toPoints('baseline'),
  };
}

function measure(rounds: number, run: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? NaN;
}
