import type { AnalysisModel, MetricPlan } from '../../model/analysisModel';
import type { Look, MetricLook } from '../look';

export const aMetric = (overrides: Partial<MetricPlan> = {}): MetricPlan => ({
  name: 'errors',
  kind: 'count',
  direction: 'increase',
  minimumEffect: 0.25,
  minimumSamples: 20,
  critical: true,
  group: 'technical',
  withoutData: 'wait',
  ...overrides,
});

export function anAnalysis(
  overrides: Partial<AnalysisModel> = {},
): AnalysisModel {
  const metrics = overrides.metrics ?? [aMetric()];
  return {
    name: 'web',
    title: 'Web services',
    everyMs: 10_000,
    warmUpMs: 15_000,
    maxMs: 3600_000,
    onInconclusive: 'hold',
    onHold: { decideWithinMs: 3600_000, otherwise: 'rollback' },
    pass: 95,
    marginal: 75,
    groups: { technical: { weight: 1, minimum: 0 } },
    sources: Object.fromEntries(
      metrics.map(({ name }) => [
        name,
        { title: `The ${name}`, provider: 'test', with: {} },
      ]),
    ),
    ...overrides,
    metrics,
  };
}

/** A look of 10 s at 10 % of the traffic, `number` looks after 0. */
export const aLook = (
  number: number,
  metrics: Record<string, MetricLook>,
  overrides: Partial<Look> = {},
): Look => ({
  number,
  from: (number - 1) * 10_000,
  to: number * 10_000,
  weight: 10,
  weightSince: 0,
  lastStep: false,
  timeIsUp: false,
  metrics,
  ...overrides,
});

export const counted = (
  candidate: [events: number, total: number],
  baseline: [events: number, total: number],
): MetricLook => ({
  candidate: { type: 'count', events: candidate[0], total: candidate[1] },
  baseline: { type: 'count', events: baseline[0], total: baseline[1] },
});
