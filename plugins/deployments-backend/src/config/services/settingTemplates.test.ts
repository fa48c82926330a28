import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { fakeRegistry, fakeTarget } from '../__testUtils__/registry';
import { readDeploymentsModel } from '../readDeploymentsModel';
import { resolveServiceSettings } from './resolveServiceSettings';

/** A target with names that must look like those of Kubernetes. */
const cluster: DeploymentTarget = {
  ...fakeTarget('cluster'),
  validateSettings: (settings: JsonObject) =>
    ['namespace', 'workload', 'repository'].flatMap(key => {
      const value = settings[key];
      const pattern =
        key === 'repository' ? /^[a-z]+\/[a-z]+$/ : /^[a-z0-9-]+$/;
      if (value === undefined) {
        return key === 'namespace' ? ['namespace is missing'] : [];
      }
      return typeof value === 'string' && pattern.test(value)
        ? []
        : [`${key} must match ${pattern}`];
    }),
  deriveSettings: (entity: Entity, settings: JsonObject) => {
    const { annotations = {} } = entity.metadata;
    const namespace = annotations['backstage.io/kubernetes-namespace'];
    return {
      settings: {
        ...(namespace ? { namespace } : {}),
        workload: `${settings.namespace}-derived`,
      },
      problems: annotations['backstage.io/kubernetes-cluster']
        ? ['backstage.io/kubernetes-cluster names another cluster.']
        : [],
    };
  },
};
const registry = fakeRegistry([cluster]);

function read(yaml: string) {
  return readDeploymentsModel(
    new ConfigReader({ deployments: parse(yaml) }),
    registry,
  );
}

function resolve(
  yaml: string,
  annotations?: Record<string, string>,
  kind = 'Component',
) {
  const model = read(yaml);
  return resolveServiceSettings(
    model,
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: { name: 'checkout', namespace: 'payments', annotations },
    },
    model.environments[0],
    registry,
  );
}

describe('templates in target settings', () => {
  it('are filled in with the identity of the service and the environment', () => {
    expect(
      resolve(`
environments:
  prod:
    tier: production
    target:
      provider: cluster
      namespace: '{{ environment.name }}-{{service.namespace}}'
      workload: '{{ service.name }}'
      labels: { tier: ['{{ environment.tier }}'], kind: '{{ service.kind }}', ref: '{{ service.ref }}' }
      replicas: 3
`).target.settings,
    ).toEqual({
      namespace: 'prod-payments',
      workload: 'checkout',
      labels: {
        tier: ['production'],
        kind: 'component',
        ref: 'component:payments/checkout',
      },
      replicas: 3,
    });
  });

  it('are filled in in the settings of services too, and are part of what belongs to the service', () => {
    const { target, environmentSettings } = resolve(`
environments: { prod: { target: { provider: cluster, namespace: '{{ service.namespace }}' } } }
services: { 'component:payments/checkout': { prod: { target: { workload: '{{ service.name }}-web' } } } }
`);
    expect(target).toEqual({
      provider: 'cluster',
      settings: { namespace: 'payments', workload: 'checkout-web' },
      serviceSettings: { workload: 'checkout-web' },
    });
    expect(environmentSettings).toEqual({ namespace: 'payments' });
  });

  const PROJECT = `
environments:
  prod:
    target: { provider: cluster, namespace: shop, repository: '{{ annotation github.com/project-slug }}' }
`;

  it('can be an annotation', () => {
    expect(
      resolve(PROJECT, { 'github.com/project-slug': 'acme/checkout' }),
    ).toMatchObject({
      target: { settings: { repository: 'acme/checkout' } },
      refusals: [],
    });
  });

  it.each([
    [
      'missing',
      undefined,
      "The setting repository of prod needs the annotation github.com/project-slug, which checkout doesn't have.",
    ],
    [
      'a template itself',
      '{{ secrets.token }}',
      "The setting repository of prod can't use the annotation github.com/project-slug of checkout: its value must have at most 500 characters and must not contain {{ … }}.",
    ],
    [
      'nothing that the target accepts',
      'acme',
      'The settings of the target cluster in prod are invalid: repository must match /^[a-z]+\\/[a-z]+$/',
    ],
  ])('refuse a deployment if the annotation is %s', (_, value, refusal) => {
    const { refusals, target } = resolve(
      PROJECT,
      value === undefined ? {} : { 'github.com/project-slug': value },
    );
    expect(refusals).toEqual([refusal]);
    expect(JSON.stringify(target.settings)).not.toContain('{{');
  });

  it('with an unknown name are a mistake in the configuration', () => {
    expect(() =>
      read(`
environments:
  prod: { target: { provider: cluster, namespace: '{{ service.nam }}', workload: '{{ version.name }}' } }
  dev: { target: { provider: cluster, namespace: '{{ service.name' } }
`),
    ).toThrow(
      /prod\.target\.namespace: unknown name \{\{ service\.nam \}\}; did you mean "service\.name"\?[\s\S]*prod\.target\.workload: unknown name \{\{ version\.name \}\}/,
    );
  });

  it('are validated with examples', () => {
    expect(() =>
      read(`
environments:
  prod: { target: { provider: cluster, namespace: '{{ service.name }}_x', repository: '{{ annotation a/b }}' } }
`),
    ).toThrow(/prod\.target: namespace must match[^\n]*$/);
  });
});

describe('settings that a target derives from annotations', () => {
  const derive = (allowed: string, more = '') => `
environments:
  prod:
    target: { provider: cluster, namespace: shop }
    annotations: [${allowed}]
${more}`;
  const ANNOTATIONS = { 'backstage.io/kubernetes-namespace': 'orders' };

  it('override the environment’s where it allows the key, and belong to the service', () => {
    expect(resolve(derive('namespace'), ANNOTATIONS).target).toEqual({
      provider: 'cluster',
      settings: { namespace: 'orders' },
      serviceSettings: { namespace: 'orders' },
    });
  });

  it('are derived from the environment’s settings', () => {
    expect(resolve(derive('workload')).target.settings).toEqual({
      namespace: 'shop',
      workload: 'shop-derived',
    });
  });

  it('are ignored where the environment does not allow the key', () => {
    expect(resolve(derive('other'), ANNOTATIONS)).toMatchObject({
      target: { settings: { namespace: 'shop' } },
      problems: [],
    });
    expect(
      resolve(derive(''), {
        ...ANNOTATIONS,
        'backstage.io/kubernetes-cluster': 'eu',
      }).problems,
    ).toEqual([]);
  });

  it('are overridden by the service’s settings, and these by its own annotations', () => {
    const services = `
services: { 'component:payments/checkout': { prod: { target: { namespace: fromconfig } } } }`;
    expect(
      resolve(derive('namespace', services), ANNOTATIONS).target.settings,
    ).toEqual({ namespace: 'fromconfig' });
    expect(
      resolve(derive('namespace', services), {
        ...ANNOTATIONS,
        'slipway/prod.namespace': 'own',
      }).target.settings,
    ).toEqual({ namespace: 'own' });
  });

  it('are ignored with a warning if the target refuses them', () => {
    expect(
      resolve(derive('namespace'), {
        'backstage.io/kubernetes-namespace': 'Not A Name',
        'backstage.io/kubernetes-cluster': 'eu',
      }),
    ).toMatchObject({
      target: { settings: { namespace: 'shop' } },
      problems: [
        'backstage.io/kubernetes-cluster names another cluster.',
        "The setting namespace in prod, which the target cluster derives from the service's annotations, is ignored: namespace must match /^[a-z0-9-]+$/.",
      ],
    });
  });
});
