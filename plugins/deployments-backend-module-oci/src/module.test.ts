import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import { createEntity } from './__testUtils__/createEntity';
import { deploymentsModuleOci } from './module';

describe('deploymentsModuleOci', () => {
  async function start(
    data: JsonObject,
  ): Promise<{ source: VersionSource; tasks: unknown }> {
    const { plugin, collected } = collectProviders();
    const scheduler = mockServices.scheduler.mock();
    const backend = await startTestBackend({
      features: [
        plugin,
        deploymentsModuleOci,
        scheduler.factory,
        mockServices.rootConfig.factory({ data }),
      ],
    });
    await backend.stop();
    return {
      source: collected.versionSources[0]!,
      tasks: scheduler.scheduleTask,
    };
  }

  const list = (source: VersionSource, repository?: string) =>
    source.list('component:default/checkout', {
      entity: createEntity(repository),
      signal: AbortSignal.timeout(5_000),
    });

  const REGISTRIES = { registries: { 'r.example.com': {} } };

  it('does nothing without configuration, but says what is missing to a service with the annotation', async () => {
    const { source, tasks } = await start({});
    expect(source.id).toBe('oci');
    expect(tasks).not.toHaveBeenCalled();
    await expect(list(source)).resolves.toEqual([]);
    await expect(list(source, 'r.example.com/shop/checkout')).rejects.toThrow(
      'add deployments.oci.registries to app-config',
    );
  });

  it('reads again as often as configured, in each replica', async () => {
    const { tasks } = await start({
      deployments: { oci: { ...REGISTRIES, refresh: '2m' } },
    });
    expect(tasks).toHaveBeenCalledWith(
      expect.objectContaining({
        frequency: { milliseconds: 120_000 },
        scope: 'local',
      }),
    );
  });

  it('lists nothing for services that have no repository', async () => {
    const { source } = await start({ deployments: { oci: REGISTRIES } });
    await expect(list(source)).resolves.toEqual([]);
  });

  it.each([
    ['evil.example.com/shop/checkout', 'evil.example.com is not in'],
    ['127.0.0.1:6379/shop/checkout', '127.0.0.1:6379 is not in'],
    ['shop/checkout', 'the registry docker.io is not in'],
    ['r.example.com/shop/checkout:1.4.2', 'which is not a repository'],
    ['r.example.com/../../admin', 'which is not a repository'],
    ['r.example.com/shop?x=1', 'which is not a repository'],
    ['r.example.com', 'docker.io is not in'],
  ])('asks no host that is not configured: %s', async (repository, reason) => {
    const { source } = await start({ deployments: { oci: REGISTRIES } });
    await expect(list(source, repository)).rejects.toThrow(reason);
  });
});
