import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { DeploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  toArtifact,
  createFixture,
  deploy,
  buildRequest,
  get,
  SERVICE,
  until,
  type Fixture,
} from './__testUtils__/fixture';
import { deploymentsModuleLocal } from './module';

jest.setTimeout(60_000);

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'example' },
};

describe('deploymentsModuleLocal', () => {
  let fixture: Fixture;
  let stop: (() => Promise<unknown>) | undefined;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(async () => {
    await stop?.();
    stop = undefined;
    await fixture.dispose();
  });

  async function start(
    data: JsonObject,
    filterReadable?: DeploymentsExtensionPoint['filterReadable'],
  ) {
    const { plugin, collected } = collectProviders(filterReadable);
    const backend = await startTestBackend({
      features: [
        plugin,
        deploymentsModuleLocal,
        mockServices.rootConfig.factory({ data }),
      ],
    });
    stop = () => backend.stop();
    const [target] = collected.targets;
    const [source] = collected.versionSources;
    return {
      target: target!,
      source: source!,
      metrics: (authorization: string, path = 'metrics') =>
        fetch(
          `http://localhost:${backend.server.port()}/api/deployments/local/${path}`,
          { headers: { authorization } },
        ),
    };
  }

  it('adds a target and a version source that lists the declared versions', async () => {
    const { target, source } = await start(fixture.buildConfig());
    expect(target.id).toBe('local');
    const { signal } = new AbortController();
    expect(await source.list(SERVICE, { signal, entity })).toContainEqual(
      expect.objectContaining({ name: 'good', artifact: toArtifact('good') }),
    );
    expect(
      await source.list('component:default/other', { signal, entity }),
    ).toEqual([]);
  });

  it('fails calls with what is missing when it is not configured', async () => {
    const { target, source } = await start({});
    await expect(target.observe(buildRequest())).rejects.toThrow(
      'add deployments.local to the configuration',
    );
    const { signal } = new AbortController();
    expect(await source.list(SERVICE, { signal, entity })).toEqual([]);
  });

  it('does not start when its configuration has mistakes', async () => {
    await expect(
      start(fixture.buildConfig({ drain: 'soon', prots: {} })),
    ).rejects.toThrow(
      /2 mistakes:[^]*deployments\.local\.drain[^]*prots: unknown key/,
    );
  });

  it('serves Prometheus metrics to authenticated callers only', async () => {
    const { target, metrics } = await start(fixture.buildConfig());
    await deploy(target, 'good');
    const { url } = await target.observe(buildRequest());
    await get(url!);
    expect((await metrics(mockCredentials.none.header())).status).toBe(401);
    const response = await metrics(mockCredentials.service.header());
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    const labels = `service="${SERVICE}",environment="staging",version="good"`;
    expect(text).toContain(
      `slipway_local_requests_total{${labels},outcome="success"} 1`,
    );
    expect(text).toContain(
      `slipway_local_request_duration_seconds_count{${labels}} 1`,
    );
    expect(text).toMatch(
      /slipway_local_traffic_weight\{.*role="baseline".*\} 100/,
    );
  });

  it('lists running instances for the service discovery of Prometheus', async () => {
    const { target, metrics } = await start(fixture.buildConfig());
    await deploy(target, 'good');
    const { instances } = await target.observe(buildRequest());
    expect(
      (await metrics(mockCredentials.none.header(), 'targets')).status,
    ).toBe(401);
    const response = await metrics(mockCredentials.service.header(), 'targets');
    const [found, ...others] = await response.json();
    expect(others).toEqual([]);
    expect(found).toEqual({
      targets: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
      labels: {
        service: SERVICE,
        environment: 'staging',
        version: 'good',
        instance_id: instances[0]!.id,
      },
    });
    expect((await fetch(`http://${found.targets[0]}/`)).status).toBe(200);
  });

  it('serves no metrics of service environments that the caller may not read', async () => {
    const { target, metrics } = await start(
      fixture.buildConfig(),
      async credentials => {
        const { principal } = credentials as typeof credentials & {
          principal: { userEntityRef?: string };
        };
        if (principal.userEntityRef === 'user:default/blind') return [];
        throw new NotAllowedError('You may read nothing');
      },
    );
    await deploy(target, 'good');
    const { url } = await target.observe(buildRequest());
    await get(url!);
    const blind = await metrics(
      mockCredentials.user.header('user:default/blind'),
    );
    expect(blind.status).toBe(200);
    expect(await blind.text()).not.toMatch(/checkout|good/);
    const targets = await metrics(
      mockCredentials.user.header('user:default/blind'),
      'targets',
    );
    expect(await targets.json()).toEqual([]);
    const refused = await metrics(mockCredentials.user.header());
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toMatch(/checkout|good/);
  });

  it('generates load for deployed versions when configured, and stops it with the backend', async () => {
    const { target } = await start(
      fixture.buildConfig({ load: { enabled: true, requestsPerSecond: 50 } }),
    );
    const count = () =>
      target.measure!({
        ...buildRequest(),
        measure: 'request-count',
        measurementTarget: 'service',
        from: 0,
        to: Date.now() + 1_000,
      });
    expect(await count()).toBeUndefined();
    await deploy(target, 'good');
    await until(async () => ((await count())?.value ?? 0) > 10);
    await stop!();
    stop = undefined;
    expect(await fixture.findTagged()).toEqual([]);
  });
});
