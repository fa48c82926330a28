import { ConfigReader } from '@backstage/config';
import type {
  DeploymentTarget,
  TargetCapability,
} from '@slipway/backstage-plugin-deployments-node';
import { parse } from 'yaml';
import { fakeRegistry, fakeTarget } from '../__testUtils__/registry';
import { readDeploymentsModel } from '../readDeploymentsModel';
import { getCapabilities } from './getCapabilities';

/** Splits traffic only between slots. */
const cluster: DeploymentTarget = {
  ...fakeTarget('cluster', ['side-by-side', 'weights', 'fence']),
  validateSettings: () => [],
  getCapabilities: ({ mode }) =>
    mode === 'slots' ? ['side-by-side', 'weights', 'fence'] : ['fence'],
};

describe('the capabilities of a target', () => {
  it('depend on its settings', () => {
    expect(getCapabilities(cluster, { mode: 'rolling' })).toEqual(['fence']);
    expect(getCapabilities(cluster, { mode: 'slots' })).toEqual([
      'side-by-side',
      'weights',
      'fence',
    ]);
  });

  it('are all that it lists if it does not look at its settings', () => {
    expect(getCapabilities(fakeTarget('local'), {})).toEqual(
      fakeTarget('local').capabilities,
    );
  });

  it('are never more than it lists', () => {
    const boasting: DeploymentTarget = {
      ...fakeTarget('boasting', ['fence']),
      getCapabilities: () => ['fence', 'weights'],
    };
    expect(getCapabilities(boasting, {})).toEqual(['fence']);
  });

  it('are none if no module provides it', () => {
    expect(getCapabilities(undefined, {})).toEqual([]);
  });

  it('of each environment decide whether a golden path fits', () => {
    const read = (mode: string) =>
      readDeploymentsModel(
        new ConfigReader({
          deployments: parse(`
environments:
  prod: { target: { provider: cluster, mode: ${mode}, workload: '{{ service.name }}' } }
checks:
  responds: { provider: http, url: '{{ candidate.url }}', passes: { status: 200 } }
goldenPaths:
  web:
    title: Web
    for: { kind: component }
    steps:
      - { id: canary, use: deploy, with: { strategy: canary, weight: 10 } }
      - { id: watch, use: check, with: { checks: [responds], for: 1m } }
      - { id: retire, use: finalize }
`),
        }),
        fakeRegistry([cluster]),
      );
    expect(() => read('slots')).not.toThrow();
    expect(() => read('rolling')).toThrow(
      /steps\[0\]: deploy needs side-by-side and weights, which the target cluster of environment prod does not support \(it supports: fence\)/,
    );
  });

  describe('of a service with settings of its own', () => {
    const read = ({ services = '', retire = '' }) =>
      readDeploymentsModel(
        new ConfigReader({
          deployments: parse(`
environments:
  dev: { target: { provider: cluster, mode: rolling } }
  prod: { target: { provider: cluster, mode: rolling } }
checks:
  responds: { provider: http, url: '{{ candidate.url }}', passes: { status: 200 } }
goldenPaths:
  web:
    for: { kind: component }
    steps:
      - { id: deploy, use: deploy, if: { environment.name: dev } }
      - id: canary
        use: deploy
        if: { environment.name: prod }
        with: { strategy: canary, weight: 10 }
      - { id: watch, use: check, with: { checks: [responds], for: 1m } }
      - { id: retire, use: finalize${retire} }
services:
  component:default/checkout: { ${services} }
`),
        }),
        fakeRegistry([cluster]),
      );
    const IN_PROD = 'prod: { target: { mode: slots } }';

    it('are enough for a step in that environment', () => {
      expect(() => read({ services: IN_PROD })).not.toThrow();
    });

    it.each(['', 'dev: { target: { mode: slots } }'])(
      'are not those of other environments: %s',
      services => {
        expect(() => read({ services })).toThrow(
          /steps\[1\]: deploy needs side-by-side and weights, .* of environment prod/,
        );
      },
    );

    it('require a step that stops the previous version', () => {
      expect(() =>
        read({ services: IN_PROD, retire: ', if: { environment.name: dev }' }),
      ).toThrow(/no step stops the baseline after "canary"/);
    });
  });

  it('decide whether a check can read measurements from the target', () => {
    const read = (path: string) =>
      readDeploymentsModel(
        new ConfigReader({
          deployments: parse(`
environments:
  prod: { target: { provider: cluster, mode: rolling } }
  dev: { target: { provider: local } }
checks:
  responds: { provider: http, url: '{{ service.url }}', passes: { status: 200 } }
  availability: { provider: target, measure: success-rate, passes: { atLeast: 0.99 } }
goldenPaths:
  web:
    title: Web
    for: { kind: component }
    checks: [responds, availability]
    steps:
      - { id: deploy, use: deploy }
      - { id: verify, use: check, with: { for: 1m }${path} }
      - { id: retire, use: finalize }
`),
        }),
        fakeRegistry([cluster, fakeTarget('local')]),
      );
    expect(() => read(', if: { environment.name: dev }')).not.toThrow();
    expect(() => read('')).toThrow(
      'goldenPaths.web.steps[1].with.checks: the check "availability" needs measure, which the target cluster of environment prod does not support (it supports: fence). Measure with another provider there, or exclude the environment with "if"',
    );
  });

  it('decide whether an analysis can read its metrics from the target', () => {
    const read = (capabilities: TargetCapability[]) =>
      readDeploymentsModel(
        new ConfigReader({
          deployments: parse(`
environments:
  prod: { target: { provider: local } }
analyses:
  web:
    metrics:
      errors: { provider: target, measure: errors }
      typical: { provider: target, measure: latency, kind: latency }
goldenPaths:
  web:
    for: { kind: component }
    steps:
      - id: rollout
        use: canary
        with: { stages: [{ weight: 10, analysis: web }] }
      - { id: retire, use: finalize }
`),
        }),
        fakeRegistry([
          fakeTarget('local', ['side-by-side', 'weights', ...capabilities]),
        ]),
      );
    expect(() => read(['measure', 'distribution'])).not.toThrow();
    expect(() => read(['measure'])).toThrow(
      'goldenPaths.web.steps[0].with: the metric "typical" of the analysis "web" needs distribution, which the target local of environment prod does not support (it supports: side-by-side, weights, measure)',
    );
  });
});
