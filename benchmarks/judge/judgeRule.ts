import { assessMetric } from '../../plugins/deployments-backend/src/domain/analysis/judge/assessMetric';
import type { MetricPlan } from '../../plugins/deployments-backend/src/domain/model/analysisModel';
import {
  createMetricModel,
  createMetricState,
  observe,
  startStep,
} from '../../plugins/deployments-backend/src/domain/analysis/judge/metricState';
import type { MetricSample } from '../../plugins/deployments-node/src/analysis';
import type { ArmData, Family } from './families/family';
import type { Rule } from './peers/rule';

/** The false alarms that the judge promises, for all metrics of a rollout together. */
export const ALPHA = 0.05;

/** The smallest effect that matters in every simulated rollout. */
export const MINIMUM_EFFECT = 0.05;

/** The judge. The score is the logarithm of the evidence of harm. */
export const JUDGE: Rule = {
  name: 'judge',
  limit: metrics => Math.log(metrics / ALPHA),
  start: family => {
    const model = createMetricModel(planMetric(family));
    const state = createMetricState(model);
    let step = 0;
    let passes = false;
    return {
      observe: look => {
        if (look.step !== step) startStep(model, state);
        step = look.step;
        observe(model, state, {
          candidate: toObservation(look.candidate),
          baseline: toObservation(look.baseline),
        });
        const { evidence, verdict } = assessMetric(model, state, ALPHA);
        passes = verdict === 'pass';
        return Math.log(evidence);
      },
      hasPassed: () => passes,
    };
  },
};

/** How the simulated metric is judged. */
export function planMetric({ name, kind, quantile }: Family): MetricPlan {
  return {
    name,
    kind,
    ...(quantile === undefined ? {} : { quantile }),
    direction: 'increase',
    minimumEffect: MINIMUM_EFFECT,
    minimumSamples: 1,
    critical: true,
    group: 'technical',
    withoutData: 'wait',
  };
}

export function toObservation(arm: ArmData): MetricSample {
  switch (arm.kind) {
    case 'samples':
      return { type: 'samples', values: arm.values };
    case 'counts':
      return { type: 'count', events: arm.events, total: arm.total };
    case 'gauge':
      return { type: 'value', value: arm.value };
    case 'amounts':
      return {
        type: 'amount',
        sum: arm.sum,
        events: arm.events,
        total: arm.total,
      };
    default: {
      const unknown: never = arm;
      throw new Error(`Unknown data: ${JSON.stringify(unknown)}`);
    }
  }
}
