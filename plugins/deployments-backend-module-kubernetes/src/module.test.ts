import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import { deploymentsModuleKubernetes } from './module';

const SERVICE_ENVIRONMENT = {
  service: 'component:default/checkout',
  environment: { name: 'production', tier: 'production' as const },
  settings: { namespace: 'shop' },
};

describe('deploymentsModuleKubernetes', () => {
  async function start(data: JsonObject): Promise<DeploymentTarget> {
    const { plugin, collected } = collectProviders();
    const backend = await startTestBackend({
      features: [
        plugin,
        deploymentsModuleKubernetes,
        mockServices.rootConfig.factory({ data }),
      ],
    });
    await backend.stop();
    return collected.targets[0]!;
  }

  it('adds the target, whose use without configuration says what is missing', async () => {
    const target = await start({});
    expect(target.id).toBe('kubernetes');
    await expect(
      target.observe({
        ...SERVICE_ENVIRONMENT,
        signal: AbortSignal.timeout(1_000),
      }),
    ).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('deployments.kubernetes'),
    });
  });

  it('names the known clusters when the settings name an unknown one', async () => {
    const target = await start({
      deployments: {
        kubernetes: {
          clusters: { eu: { url: 'https://eu.example.com', token: 'x' } },
        },
      },
    });
    const [result] = await target.observeMany!(
      [
        {
          ...SERVICE_ENVIRONMENT,
          settings: { namespace: 'shop', cluster: 'us' },
        },
      ],
      { signal: AbortSignal.timeout(1_000) },
    );
    expect(result).toMatchObject({
      message: expect.stringContaining('Known: eu'),
    });
  });

  it('validates settings, and can only observe other kinds than Deployments', async () => {
    const target = await start({});
    expect(target.validateSettings({ namespace: 'shop' })).toEqual([]);
    expect(
      target.validateSettings({ namespace: 'Shop', contaner: 'web' }),
    ).toEqual([
      expect.stringMatching(/^namespace: /),
      expect.stringMatching(/^contaner: unknown key; did you mean "container"/),
    ]);
    expect(target.getCapabilities?.({ kind: 'StatefulSet' })).toEqual([]);
    expect(target.getCapabilities?.({})).toContain('fence');
  });

  it('runs versions side by side only in mode slots, and splits traffic only with a route', async () => {
    const target = await start({});
    const route = { name: 'checkout' };
    expect(target.getCapabilities?.({})).toEqual([
      'restart',
      'remove',
      'fence',
    ]);
    expect(target.getCapabilities?.({ mode: 'slots' })).toEqual([
      'side-by-side',
      'restart',
      'remove',
      'fence',
    ]);
    expect(target.getCapabilities?.({ mode: 'slots', route })).toEqual(
      expect.arrayContaining(['side-by-side', 'weights', 'match']),
    );
    expect(target.validateSettings({ mode: 'slots', route })).toEqual([]);
    expect(target.validateSettings({ route })).toEqual([
      expect.stringMatching(/^route: .*mode: slots/),
    ]);
    expect(
      target.validateSettings({ mode: 'slots', slotUrl: 'http://x.example' }),
    ).toEqual([expect.stringMatching(/^slotUrl: .*\{slot\}/)]);
  });

  it("derives settings from the Kubernetes plugin's annotations", async () => {
    const target = await start({});
    const derive = (annotations: Record<string, string>) =>
      target.deriveSettings?.(
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'checkout', annotations },
        },
        {},
      );
    expect(
      derive({
        'backstage.io/kubernetes-namespace': 'shop',
        'backstage.io/kubernetes-cluster': 'eu',
      }),
    ).toEqual({ settings: { namespace: 'shop', cluster: 'eu' }, problems: [] });
    expect(derive({ 'backstage.io/kubernetes-namespace': 'NOT ok' })).toEqual({
      settings: {},
      problems: [expect.stringContaining('backstage.io/kubernetes-namespace')],
    });
  });
});
