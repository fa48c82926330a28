import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readDeploymentsModel } from '../readDeploymentsModel';
import { resolveServiceSettings } from './resolveServiceSettings';
import { fakeRegistry } from '../__testUtils__/registry';

const registry = fakeRegistry();
const model = readDeploymentsModel(
  new ConfigReader({
    deployments: parse(`
environments:
  dev: { target: { provider: local, port: 8000 }, annotations: [port, namespace] }
  production: { target: { provider: local, port: 9000 } }
checks:
  responds: { provider: http, url: '{{ candidate.url }}', passes: { status: 200 } }
  quick: { provider: target, measure: p95, passes: { atMost: 300 }, every: 5s }
services:
  Checkout:
    production: { target: { port: 9001 }, checks: { quick: { passes: { atMost: 800 }, failFor: 1m } } }
`),
  }),
  registry,
);

function resolve(environment: string, annotations?: Record<string, string>) {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'checkout', annotations },
  };
  return resolveServiceSettings(
    model,
    entity,
    model.environments.find(it => it.name === environment)!,
    registry,
  );
}

describe('resolveServiceSettings', () => {
  it("returns the service's own settings, even where they equal the environment's", () => {
    expect(resolve('dev', { 'slipway/dev.port': '8000' }).target).toMatchObject(
      {
        settings: { port: 8000 },
        serviceSettings: { port: 8000 },
      },
    );
    expect(resolve('production').target).toMatchObject({
      settings: { port: 9001 },
      serviceSettings: { port: 9001 },
    });
    expect(
      resolve('dev', {
        'slipway/dev.namespace': 'shop',
        'slipway/dev.replicas': '7',
      }).target.serviceSettings,
    ).toEqual({ namespace: 'shop' });
  });

  it("returns the environment's settings by default", () => {
    expect(resolve('dev')).toEqual({
      target: {
        provider: 'local',
        settings: { port: 8000 },
        serviceSettings: {},
      },
      environmentSettings: { port: 8000 },
      observer: { provider: 'local', settings: { port: 8000 }, refusals: [] },
      checks: model.checks,
      problems: [],
      refusals: [],
    });
  });

  it("applies the service's settings from config, for target and checks", () => {
    const { target, checks } = resolve('production');
    expect(target.settings).toEqual({ port: 9001 });
    expect(checks.quick).toEqual({
      ...model.checks.quick,
      passes: { atMost: 800 },
      failForMs: 60_000,
    });
    expect(checks.responds).toEqual(model.checks.responds);
  });

  it('applies annotations that the environment allows, in the type that the target accepts', () => {
    expect(
      resolve('dev', {
        'slipway/dev.port': '8100',
        'slipway/dev.namespace': '42',
        'slipway/production.port': '1',
        'other/dev.port': '2',
      }),
    ).toMatchObject({
      target: { settings: { port: 8100, namespace: '42' } },
      problems: [],
    });
  });

  it.each<[string, string, Record<string, string>, RegExp]>([
    [
      'a key that the environment does not allow',
      'dev',
      { 'slipway/dev.command': 'rm' },
      /slipway\/dev\.command is ignored: in dev, services can only set port, namespace\./,
    ],
    [
      'any key in an environment that allows none',
      'production',
      { 'slipway/production.port': '1' },
      /in production, services can't set anything by annotation/,
    ],
    [
      'a value that the target refuses',
      'dev',
      { 'slipway/dev.port': '99999' },
      /slipway\/dev\.port is ignored: port is not right\./,
    ],
    [
      'a value of another type',
      'dev',
      { 'slipway/dev.port': '{"a":1}' },
      /port is not right/,
    ],
    [
      'an empty value',
      'dev',
      { 'slipway/dev.namespace': '' },
      /between 1 and 500 characters/,
    ],
    [
      'a very long value',
      'dev',
      { 'slipway/dev.namespace': 'x'.repeat(100_000) },
      /between 1 and 500 characters/,
    ],
    [
      'a template',
      'dev',
      { 'slipway/dev.namespace': '{{ secrets.token }}' },
      /must not contain \{\{ … \}\}/,
    ],
    [
      'a key of the prototype',
      'dev',
      { 'slipway/dev.__proto__': '{"port":1}' },
      /is ignored/,
    ],
  ])(
    'ignores an annotation with %s and says why',
    (_, environment, annotations, problem) => {
      const resolved = resolve(environment, annotations);
      expect(resolved.problems).toEqual([expect.stringMatching(problem)]);
      expect(resolved.target).toEqual(resolve(environment).target);
    },
  );

  it('survives annotations that are not texts', () => {
    const annotations = { 'slipway/dev.port': { deep: 1 } } as unknown;
    expect(
      resolve('dev', annotations as Record<string, string>).problems,
    ).toHaveLength(1);
  });
});
