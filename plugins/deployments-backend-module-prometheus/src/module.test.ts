import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { StartConditionProvider } from '@slipway/backstage-plugin-deployments-node';
import { parseConfigValue } from '@slipway/backstage-plugin-deployments-node/config';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import { parseSettings } from './__testUtils__/parseSettings';
import { deploymentsModulePrometheus } from './module';

async function start(data: JsonObject) {
  const { plugin, collected } = collectProviders();
  const backend = await startTestBackend({
    features: [
      plugin,
      deploymentsModulePrometheus,
      mockServices.rootConfig.factory({ data }),
    ],
  });
  await backend.stop();
  return collected;
}

describe('deploymentsModulePrometheus', () => {
  it('adds its providers, whose settings without configuration say what is missing', async () => {
    const { checkProviders, startConditionProviders } = await start({});
    expect(checkProviders.map(({ id }) => id)).toEqual([
      'prometheus',
      'alertmanager',
    ]);
    expect(startConditionProviders.map(({ id }) => id)).toEqual([
      'alertmanager',
    ]);
    for (const [provider, settings, message] of [
      [
        checkProviders[0]!,
        { query: 'up' },
        'Prometheus is not configured: set deployments.prometheus.instances.default.url in app-config',
      ],
      [
        checkProviders[1]!,
        { labels: { a: 'b' } },
        'Alertmanager is not configured: set deployments.alertmanager.instances.default.url in app-config',
      ],
      [
        startConditionProviders[0]!,
        { labels: { a: 'b' }, instance: 'eu' },
        'Alertmanager is not configured: set deployments.alertmanager.instances.eu.url in app-config',
      ],
    ] as const) {
      expect(parseConfigValue(provider.schema, settings)).toEqual({
        success: false,
        mistakes: [{ path: ['instance'], message }],
      });
    }
  });

  it('checks an instance that is named by a template when it is filled in', async () => {
    const { startConditionProviders } = await start({});
    const [{ schema, findProblems }] = startConditionProviders as [
      StartConditionProvider,
    ];
    const settings = { labels: { a: 'b' }, instance: '{{ environment.name }}' };
    expect(parseConfigValue(schema, settings).success).toBe(true);
    expect(findProblems?.({ ...settings, instance: 'dev' })).toEqual([
      expect.stringContaining('Alertmanager is not configured'),
    ]);
  });

  it('finds the instances of its configuration', async () => {
    const instances = { default: { url: 'http://127.0.0.1:1' } };
    const { checkProviders } = await start({
      deployments: {
        prometheus: { instances },
        alertmanager: { instances },
      },
    });
    const [prometheus] = checkProviders;
    expect(
      prometheus!.findProblems?.(
        parseSettings(prometheus!.schema, { query: 'up' }),
      ),
    ).toEqual([]);
  });

  it('does not start with mistakes in its configuration', async () => {
    await expect(
      start({ deployments: { prometheus: { instances: { a: {} } } } }),
    ).rejects.toThrow('deployments.prometheus.instances.a.url: is missing');
  });
});
