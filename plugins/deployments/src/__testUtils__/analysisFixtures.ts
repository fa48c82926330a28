import type {
  AnalysisMetric,
  AnalysisVerdict,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';

/** Analyses, as the API's document shapes them, with what a test does not care about filled in. */

export function analysisMetric(
  more: Partial<AnalysisMetric> = {},
): AnalysisMetric {
  const name = more.name ?? 'errors';
  return {
    name,
    title: name,
    group: 'technical',
    kind: 'count',
    bad: 'increase',
    critical: false,
    minimumEffect: 0.25,
    verdict: 'inconclusive',
    effect: 0.05,
    interval: { low: -0.4, high: 0.6 },
    evidence: 1.2,
    evidenceNeeded: 40,
    samples: { candidate: 1_380, baseline: 12_400 },
    minSamples: 20,
    blocks: 14,
    stageBlocks: 14,
    stageBlocksNeeded: 12,
    passedAsRare: false,
    aboveHardLimit: false,
    series: [
      {
        at: '2026-11-21T10:00:30Z',
        weight: 10,
        candidate: 0.011,
        baseline: 0.01,
      },
      {
        at: '2026-11-21T10:00:40Z',
        weight: 10,
        candidate: 0.012,
        baseline: 0.01,
      },
      {
        at: '2026-11-21T10:00:50Z',
        weight: 25,
        candidate: 0.018,
        baseline: 0.01,
        samples: { candidate: 540, baseline: 1_620 },
      },
    ],
    ...more,
  };
}

export const ERRORS = analysisMetric({
  title: 'Failed requests',
  critical: true,
  verdict: 'harm',
  effect: 0.62,
  interval: { low: 0.31, high: 0.98 },
  evidence: 812,
  largestHarmNotExcluded: 0.98,
});

export const ORDERS = analysisMetric({
  name: 'orders',
  title: 'Orders',
  group: 'business',
  bad: 'decrease',
  minimumEffect: 0.05,
  verdict: 'pass',
  effect: 0.01,
  interval: { low: -0.03, high: 0.04 },
  evidence: 0.001,
  largestHarmNotExcluded: 0.03,
});

export function analysisVerdict(
  more: Partial<AnalysisVerdict> = {},
): AnalysisVerdict {
  return {
    decision: 'continue',
    reason: 'needs_data',
    sentence: 'Failed requests needs about 20 more looks.',
    score: 100,
    pass: 95,
    marginal: 75,
    groups: [
      { name: 'technical', score: 100, weight: 2, minimum: 50 },
      { name: 'business', score: 100, weight: 1, minimum: 0 },
    ],
    metrics: [],
    lastStage: false,
    ...more,
  };
}

export function stepAnalysis(more: Partial<StepAnalysis> = {}): StepAnalysis {
  return {
    name: 'web',
    title: 'Web services',
    attempt: 1,
    startedAt: '2026-11-21T10:00:05Z',
    everyMs: 10_000,
    maxMs: 3600_000,
    onInconclusive: 'hold',
    looks: 14,
    weights: [
      { at: '2026-11-21T10:00:05Z', weight: 10 },
      { at: '2026-11-21T10:00:45Z', weight: 25 },
    ],
    verdict: analysisVerdict(),
    metrics: [ORDERS, ERRORS],
    ...more,
  };
}
