import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { fakeRegistry } from '../__testUtils__/registry';
import { readDeploymentsModel } from '../readDeploymentsModel';
import type { DeploymentsConfigError } from '../schema/mistakes';

const COMPLETE = `
environments:
  production: { tier: production, target: { provider: local } }
secrets: { token: abc }
analyses:
  web:
    title: Web services
    every: 10s
    after: 15s
    for: 30m
    onInconclusive: promote
    onHold: { decideWithin: 1h, otherwise: promote }
    score: { pass: 90, marginal: 60 }
    groups: { technical: { weight: 2, minimum: 50 % }, business: { weight: 1 } }
    metrics:
      errors:
        title: Failed requests
        provider: target
        measure: errors
        minimumEffect: 25 %
        minimumDifference: 0.0005
        minSamples: 30
        critical: true
        group: technical
        noData: fail
        hardLimit: { atMost: 50 %, minSamples: 10, looks: 3 }
      p95:
        provider: target
        measure: latency
        kind: quantile
        quantile: 0.95
        group: technical
        query: 'x{version="{{ measured.version }}"}[{{ window }}]'
      orders: { provider: target, measure: errors, bad: decrease, group: business, noData: ignore }
goldenPaths:
  web-service:
    steps:
      - id: rollout
        use: canary
        with:
          analysis: web
          stages: [{ weight: 10 }, { weight: 50, analysis: none }]
      - { id: retire, use: finalize }
`;

/** Reads the configuration above after a change of its parsed form. */
function read(change: (deployments: any) => void = () => undefined) {
  const deployments = parse(COMPLETE);
  change(deployments);
  return readDeploymentsModel(
    new ConfigReader({ deployments }),
    fakeRegistry(),
  );
}

function listMistakes(change: (deployments: any) => void): string[] {
  try {
    read(change);
  } catch (error) {
    return (error as DeploymentsConfigError).mistakes.map(
      ({ path, message }) => `${path}: ${message}`,
    );
  }
  return [];
}

describe('deployments.analyses', () => {
  it('reads times in milliseconds and percentages as shares', () => {
    expect(read().analyses).toEqual({
      web: {
        name: 'web',
        title: 'Web services',
        everyMs: 10_000,
        warmUpMs: 15_000,
        maxMs: 30 * 60_000,
        onInconclusive: 'promote',
        onHold: { decideWithinMs: 3600_000, otherwise: 'promote' },
        pass: 90,
        marginal: 60,
        groups: {
          technical: { weight: 2, minimum: 0.5 },
          business: { weight: 1, minimum: 0 },
        },
        metrics: [
          {
            name: 'errors',
            kind: 'count',
            direction: 'increase',
            minimumEffect: 0.25,
            minimumDifference: 0.0005,
            minimumSamples: 30,
            critical: true,
            group: 'technical',
            withoutData: 'fail',
            hardLimit: { atMost: 0.5, minimumSamples: 10, looks: 3 },
          },
          {
            name: 'p95',
            kind: 'quantile',
            quantile: 0.95,
            direction: 'increase',
            minimumEffect: 0.25,
            minimumSamples: 20,
            critical: false,
            group: 'technical',
            withoutData: 'wait',
          },
          {
            name: 'orders',
            kind: 'count',
            direction: 'decrease',
            minimumEffect: 0.25,
            minimumSamples: 20,
            critical: false,
            group: 'business',
            withoutData: 'ignore',
          },
        ],
        sources: {
          errors: {
            title: 'Failed requests',
            provider: 'target',
            with: { measure: 'errors' },
          },
          p95: {
            title: 'P95',
            provider: 'target',
            with: {
              measure: 'latency',
              query: 'x{version="{{ measured.version }}"}[{{ window }}]',
            },
          },
          orders: {
            title: 'Orders',
            provider: 'target',
            with: { measure: 'errors' },
          },
        },
      },
    });
  });

  it('has defaults for everything but the metrics', () => {
    const { analyses } = read(config => {
      config.analyses.web = {
        metrics: { errors: { provider: 'target', measure: 'errors' } },
      };
    });
    expect(analyses.web).toMatchObject({
      title: 'Web',
      everyMs: 10_000,
      warmUpMs: 30_000,
      maxMs: 3600_000,
      onInconclusive: 'hold',
      onHold: { decideWithinMs: 24 * 3600_000, otherwise: 'rollback' },
      pass: 95,
      marginal: 75,
      groups: { technical: { weight: 1, minimum: 0 } },
      metrics: [
        {
          kind: 'count',
          group: 'technical',
          critical: false,
          minimumDifference: 0.0005,
        },
      ],
    });
  });

  it('lists the analyses of a step, without stages that have none', () => {
    const [rollout, retire] = read().goldenPaths[0].steps;
    expect(rollout.analyses).toEqual(['web']);
    expect(retire).not.toHaveProperty('analyses');
  });

  const web = 'deployments.analyses.web';
  const metric = (change: object) => (config: any) =>
    Object.assign(config.analyses.web.metrics.errors, change);
  const analysis = (change: object) => (config: any) =>
    Object.assign(config.analyses.web, change);

  it.each<[string, (config: any) => void, string]>([
    [
      'an unknown key',
      analysis({ evry: '5s' }),
      `${web}.evry: unknown key; did you mean "every"?`,
    ],
    [
      'an unknown key of a metric',
      metric({ minSample: 5 }),
      `${web}.metrics.errors.minSample: unknown key; did you mean "minSamples"?`,
    ],
    [
      'an unknown provider',
      metric({ provider: 'targt' }),
      `${web}.metrics.errors.provider: unknown check provider "targt"; did you mean "target"?`,
    ],
    [
      'a provider that can only check',
      metric({ provider: 'http' }),
      `${web}.metrics.errors.provider: "http" can't compare two versions; expected one of target`,
    ],
    [
      'a kind that the source lacks',
      metric({ kind: 'gauge' }),
      `${web}.metrics.errors.kind: "gauge" can't be measured like this; expected one of count`,
    ],
    [
      'no kind where there are several',
      metric({ measure: 'latency' }),
      `${web}.metrics.errors.kind: is missing; expected one of latency, quantile`,
    ],
    [
      'a quantile without its number',
      config => {
        delete config.analyses.web.metrics.p95.quantile;
      },
      `${web}.metrics.p95.quantile: is missing; expected e.g. 0.95`,
    ],
    [
      'a quantile of a count',
      metric({ quantile: 0.9 }),
      `${web}.metrics.errors.quantile: belongs to the kind quantile, and this is a count`,
    ],
    [
      'a critical metric without data',
      metric({ critical: true, noData: 'ignore' }),
      `${web}.metrics.errors.noData: must not be "ignore": a critical metric must have data`,
    ],
    [
      'a hold of millions of years',
      analysis({ onHold: { decideWithin: { days: 1e8 } } }),
      `${web}.onHold.decideWithin: is too long; expected a duration of at most 1,000 years`,
    ],
    [
      'a limit of a quantile',
      config => {
        config.analyses.web.metrics.p95.hardLimit = { atMost: 3 };
      },
      `${web}.metrics.p95.hardLimit: belongs to the kinds count and gauge, and this is a quantile`,
    ],
    [
      'a limit that nothing exceeds',
      metric({ hardLimit: { atMost: 50 } }),
      `${web}.metrics.errors.hardLimit.atMost: must be less than 100 %, otherwise nothing exceeds it`,
    ],
    [
      'a percentage without its sign',
      metric({ minimumEffect: 25 }),
      `${web}.metrics.errors.minimumEffect: must be more than 0 and less than 100 %`,
    ],
    [
      'a text that is no percentage',
      metric({ minimumEffect: 'a quarter' }),
      `${web}.metrics.errors.minimumEffect: expected a share such as "25 %" or 0.25`,
    ],
    [
      'an unknown group',
      metric({ group: 'technicl' }),
      `${web}.metrics.errors.group: unknown group "technicl"; did you mean "technical"?`,
    ],
    [
      'no group where there are several',
      config => {
        delete config.analyses.web.metrics.errors.group;
      },
      `${web}.metrics.errors.group: is missing; expected one of technical, business`,
    ],
    [
      'a group without metrics',
      config => {
        config.analyses.web.groups.users = { weight: 1 };
      },
      `${web}.groups.users: has no metric; leave it out`,
    ],
    [
      'no metrics',
      analysis({ metrics: {}, groups: { technical: {} } }),
      `${web}.metrics: is missing; expected at least one metric, keyed by name`,
    ],
    [
      'a score that nobody is asked about',
      analysis({ score: { pass: 50, marginal: 60 } }),
      `${web}.score.marginal: is above pass (50), so nobody would ever be asked`,
    ],
    [
      'a time that is too short for a verdict',
      analysis({ for: '2m' }),
      `${web}.for: is too short for a verdict: the warm-up and 12 looks take 2 min 15 s`,
    ],
    [
      'more looks than are stored',
      analysis({ every: '1s', for: '3h' }),
      `${web}.every: is too short for 3 h: at most 5000 looks are taken in it. Take looks of at least 3 s`,
    ],
    [
      'an unknown template name',
      metric({ query: '{{ measured.versoin }}' }),
      `${web}.metrics.errors.query: unknown name {{ measured.versoin }} (only metrics of an analysis know it); did you mean "measured.version"?`,
    ],
    [
      'an unknown analysis of a step',
      config => {
        config.goldenPaths['web-service'].steps[0].with.analysis = 'wbe';
      },
      'deployments.goldenPaths.web-service.steps[0].with.analysis: unknown analysis "wbe"; did you mean "web"?',
    ],
    [
      'an unknown analysis of a stage',
      config => {
        config.goldenPaths['web-service'].steps[0].with.stages[1].analysis =
          'api';
      },
      'deployments.goldenPaths.web-service.steps[0].with.stages[1].analysis: unknown analysis "api"',
    ],
    [
      'an input that the golden path does not declare',
      metric({ query: '{{ inputs.region }}' }),
      'deployments.goldenPaths.web-service.steps[0].with.analysis: unknown name {{ inputs.region }} (a path declares its inputs under "inputs")',
    ],
  ])('refuses %s', (_, change, mistake) => {
    const mistakes = listMistakes(change);
    // Suggestions end with all known names, which are not what this test is about.
    expect(mistakes.map(found => found.slice(0, mistake.length))).toEqual([
      mistake,
    ]);
  });

  it('refuses the name that means no analysis', () => {
    const mistakes = listMistakes(config => {
      config.analyses.none = config.analyses.web;
    });
    expect(mistakes).toEqual([
      'deployments.analyses.none: is what a stage without an analysis says; choose another name',
    ]);
  });

  it('does not let checks use the names of metrics', () => {
    const mistakes = listMistakes(config => {
      config.checks = {
        responds: {
          provider: 'http',
          url: 'http://checkout.test/{{ measured.version }}',
          passes: { status: 200 },
        },
      };
    });
    expect(mistakes).toEqual([
      expect.stringContaining('(only metrics of an analysis know it)'),
    ]);
  });
});
