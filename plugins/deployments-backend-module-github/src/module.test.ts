import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import deploymentsModuleGitHub from '.';

const SERVICE_ENVIRONMENT = {
  service: 'component:default/checkout',
  environment: { name: 'production', tier: 'production' as const },
  settings: { repository: 'acme/checkout', workflow: 'deploy.yml' },
};

describe('deploymentsModuleGitHub', () => {
  async function start(data: JsonObject) {
    const { plugin, collected } = collectProviders();
    const backend = await startTestBackend({
      features: [
        plugin,
        deploymentsModuleGitHub,
        mockServices.rootConfig.factory({ data }),
      ],
    });
    await backend.stop();
    return collected;
  }

  it('adds target, step kind and commit source, whose use without configuration says what is missing', async () => {
    const { targets, stepKinds, commitSources } = await start({});
    expect(targets.map(({ id }) => id)).toEqual(['github-workflow']);
    expect(stepKinds.map(({ id }) => id)).toEqual(['github-workflow']);
    expect(commitSources.map(({ id }) => id)).toEqual(['github']);
    await expect(
      targets[0]!.observe({
        ...SERVICE_ENVIRONMENT,
        signal: AbortSignal.timeout(5_000),
      }),
    ).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('integrations.github'),
    });
    expect(
      await commitSources[0]!.list({
        service: 'component:default/checkout',
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'checkout',
            annotations: { 'github.com/project-slug': 'acme/checkout' },
          },
        },
        commit: 'a'.repeat(40),
        signal: AbortSignal.timeout(5_000),
      }),
    ).toBeUndefined();
  });

  it('names the known hosts if the settings name another one', async () => {
    const { targets } = await start({
      integrations: { github: [{ host: 'github.acme.com', token: 'x' }] },
    });
    const [result] = await targets[0]!.observeMany!(
      [
        {
          ...SERVICE_ENVIRONMENT,
          settings: { ...SERVICE_ENVIRONMENT.settings, host: 'github.org' },
        },
      ],
      { signal: AbortSignal.timeout(5_000) },
    );
    expect(result).toMatchObject({
      message: expect.stringContaining('Known: github.acme.com'),
    });
  });

  it('can remove a service only if the settings say how, and lists the permissions', async () => {
    const { targets } = await start({});
    const [target] = targets;
    expect(target!.getCapabilities?.({})).toEqual(['restart']);
    expect(target!.getCapabilities?.({ remove: {} })).toEqual([
      'restart',
      'remove',
    ]);
    expect(target!.describePermissions?.({}, 'deploy').text).toContain(
      'actions: write',
    );
    expect(target!.describePermissions?.({}, 'observe').text).not.toContain(
      'write',
    );
  });
});
