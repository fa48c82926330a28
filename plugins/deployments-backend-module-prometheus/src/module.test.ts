import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import { buildRequest } from './__testUtils__/buildRequest';
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
  it('adds its providers, whose use without configuration says what is missing', async () => {
    const { checkProviders, startConditionProviders } = await start({});
    expect(checkProviders.map(({ id }) => id)).toEqual([
      'prometheus',
      'alertmanager',
    ]);
    expect(startConditionProviders.map(({ id }) => id)).toEqual([
      'alertmanager',
    ]);
    const [prometheus, alertmanager] = checkProviders;
    for (const [provider, settings, key] of [
      [prometheus, { query: 'up' }, 'deployments.prometheus'],
      [alertmanager, { labels: { a: 'b' } }, 'deployments.alertmanager'],
    ] as const) {
      const parsed = parseSettings(provider!.schema, settings);
      const message = `set ${key}.instances.default.url in app-config`;
      expect(provider!.findProblems?.(parsed)).toEqual([
        expect.stringContaining(message),
      ]);
      await expect(provider!.measure(buildRequest(parsed))).rejects.toThrow(
        message,
      );
    }
    const [condition] = startConditionProviders;
    await expect(
      condition!.evaluate(
        buildRequest(parseSettings(condition!.schema, { labels: { a: 'b' } })),
      ),
    ).rejects.toThrow('deployments.alertmanager.instances.default.url');
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
