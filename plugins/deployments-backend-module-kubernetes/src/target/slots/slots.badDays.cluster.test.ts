import { setTimeout as sleep } from 'node:timers/promises';
import {
  defineHttpRoutes,
  describeWithCluster,
  startTestGateway,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import type { TargetProgress } from '@slipway/backstage-plugin-deployments-node';
import {
  createClusterFixture,
  createService,
  visit,
  type ClusterFixture,
  type DeployedService,
} from '../../__testUtils__/clusterFixture';
import type { Workload } from '../../client/kubernetesObjects';
import { listPermissionRules } from '../../rbac/permissionRules';

jest.setTimeout(240_000);

const isReady = ({ state }: TargetProgress) => state === 'ready';
const isDone = ({ state }: TargetProgress) => state === 'done';
const hasFailed = ({ state }: TargetProgress) => state === 'failed';

describeWithCluster('Slots on a bad day', cluster => {
  let fixture: ClusterFixture;
  beforeAll(async () => {
    await defineHttpRoutes(cluster);
    fixture = await createClusterFixture(
      cluster,
      listPermissionRules({
        kind: 'Deployment',
        mode: 'slots',
        route: { name: 'any', regularExpressions: true },
      }),
    );
  });
  afterAll(() => fixture.dispose());
  beforeEach(() => fixture.proxy.reset());

  const kubectl = (...args: string[]) =>
    cluster.kubectl([...args, `--namespace=${fixture.namespace}`]);
  const readSlot = (name: string) =>
    cluster.get<Workload>([
      'deployment',
      name,
      `--namespace=${fixture.namespace}`,
    ]);
  const create = (options: Parameters<typeof createService>[1] = {}) =>
    createService(fixture, {
      ...options,
      settings: { mode: 'slots', ...options.settings },
    });
  /** Deploys the second version next to the first. */
  const deploySecond = async (service: DeployedService) => {
    const handle = await service.apply(fixture.versions.second, {
      expected: fixture.versions.first.artifact,
    });
    const progress = await service.pollUntil(handle, isReady);
    if (progress.state !== 'ready') throw new Error('Not ready');
    return progress.candidate;
  };

  it('keeps users on the previous version until the switch, and takes them back', async () => {
    const { target } = fixture;
    const service = await create({ replicas: 2 });
    const candidate = await deploySecond(service);
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
    const request = service.buildRequest();
    const shift = await target.setTraffic!({
      ...request,
      candidate,
      weight: 100,
    });
    await service.pollUntil(shift!, isDone);
    expect(await service.fetchVersion('2.0.0')).toContain('2.0.0');
    expect((await readSlot(`${service.name}-a`)).spec?.replicas).toBe(2);
    const undo = await target.abort(service.buildRequest({ fence: 2 }));
    await service.pollUntil(undo!, isDone, 90_000, { fence: 2 });
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
    expect((await readSlot(`${service.name}-a`)).spec?.replicas).toBe(0);
  });

  it('restores the previous version after it was stopped', async () => {
    const { target } = fixture;
    const service = await create();
    const candidate = await deploySecond(service);
    const end = await target.finalize({ ...service.buildRequest(), candidate });
    await service.pollUntil(end!, isDone);
    expect((await service.read()).spec?.replicas).toBe(0);
    const undo = await target.abort(service.buildRequest());
    await service.pollUntil(undo!, isDone);
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
  });

  it('shows what users reach after somebody has switched by hand, and is found as one workload', async () => {
    const { target, namespace, versions } = fixture;
    const service = await create();
    await deploySecond(service);
    const selector = {
      'slipway.io/slot': `${service.name}-a`,
      // Of the Deployment's own pods.
      'pod-template-hash': null,
    };
    await kubectl(
      ...['patch', `service/${service.name}`, '--type=merge'],
      ...['--patch', JSON.stringify({ spec: { selector } })],
    );
    expect(await service.fetchVersion('2.0.0')).toContain('2.0.0');
    const found = await target.discover!({
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: service.name },
      },
      environment: service.serviceEnvironment.environment,
      settings: { namespace, mode: 'slots' },
      signal: AbortSignal.timeout(10_000),
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      observation: {
        instances: [
          { artifact: versions.first.artifact, weight: 0 },
          { artifact: versions.second.artifact, weight: 100 },
        ],
      },
      missing: [],
    });
  });

  it('decides again when somebody changes the Service between reading and writing', async () => {
    const { target, proxy, namespace } = fixture;
    const service = await create();
    const candidate = await deploySecond(service);
    proxy.inject({
      method: 'PATCH',
      path: new RegExp(`/services/${service.name}`),
      fault: { kind: 'delay', ms: 3_000 },
      times: 1,
    });
    const shifted = target.setTraffic!({
      ...service.buildRequest(),
      candidate,
      weight: 100,
    });
    await sleep(1_500);
    await kubectl('annotate', `service/${service.name}`, 'team=shop');
    await service.pollUntil((await shifted)!, isDone);
    expect(await service.fetchVersion('2.0.0')).toContain('2.0.0');
    expect(
      await cluster.get(['service', service.name, `--namespace=${namespace}`]),
    ).toMatchObject({ metadata: { annotations: { team: 'shop' } } });
  });

  it('creates a slot again that somebody deleted during the rollout', async () => {
    const service = await create();
    const handle = await service.apply(fixture.versions.slow);
    const deleted = await readSlot(`${service.name}-a`);
    await kubectl('delete', 'deployment', `${service.name}-a`);
    await service.pollUntil(handle, isReady);
    const created = await readSlot(`${service.name}-a`);
    expect(created.metadata.uid).not.toBe(deleted.metadata.uid);
    expect(created.status?.readyReplicas).toBe(1);
  });

  it('gives no traffic to a slot that somebody deployed something else to', async () => {
    const service = await create();
    const candidate = await deploySecond(service);
    await kubectl(
      'set',
      'image',
      `deployment/${service.name}-a`,
      `${service.name}=${fixture.versions.third.artifact}`,
    );
    await expect(
      fixture.target.setTraffic!({
        ...service.buildRequest(),
        candidate,
        weight: 100,
      }),
    ).rejects.toMatchObject({ code: 'overtaken', retryable: false });
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
  });

  it('explains an image that does not exist, and what still runs', async () => {
    const service = await create();
    const handle = await service.apply(fixture.missingVersion);
    expect(await service.pollUntil(handle, hasFailed)).toMatchObject({
      code: 'image_pull',
      message: expect.stringMatching(
        /^missing did not come up: .*not found.* still takes all traffic\.$/s,
      ),
    });
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
  });

  it('refuses a Service that has not allowed it', async () => {
    const service = await create();
    await kubectl(
      'annotate',
      `service/${service.name}`,
      'slipway.io/service-environment-',
    );
    await expect(service.apply(fixture.versions.second)).rejects.toMatchObject({
      code: 'consent_missing',
      message: expect.stringContaining('kubectl annotate service/'),
      notSent: true,
    });
  });

  it('refuses to split the traffic of a Service', async () => {
    const service = await create();
    const candidate = await deploySecond(service);
    await expect(
      fixture.target.setTraffic!({
        ...service.buildRequest(),
        candidate,
        weight: 50,
      }),
    ).rejects.toMatchObject({ code: 'unsupported', retryable: false });
  });

  it('fails if the gateway does not accept the route, and users stay on the previous version', async () => {
    const { target, namespace } = fixture;
    const service = await create({ hasRoute: true });
    const gateway = await startTestGateway(cluster, {
      namespace,
      route: service.name,
    });
    try {
      const candidate = await deploySecond(service);
      gateway.setAccepting(false);
      const shift = await target.setTraffic!({
        ...service.buildRequest(),
        candidate,
        weight: 50,
      });
      expect(await service.pollUntil(shift!, hasFailed)).toMatchObject({
        code: 'route_rejected',
        message: expect.stringContaining('Accepted is False'),
      });
      for (let n = 0; n < 10; n++) {
        expect(await visit(`${gateway.url}/version`)).toContain('1.0.0');
      }
    } finally {
      await gateway.stop();
    }
  });

  it('splits the requests that clients send through a route', async () => {
    const { target, namespace } = fixture;
    const service = await create({ hasRoute: true });
    const gateway = await startTestGateway(cluster, {
      namespace,
      route: service.name,
    });
    try {
      const candidate = await deploySecond(service);
      const shift = await target.setTraffic!({
        ...service.buildRequest(),
        candidate,
        weight: 30,
        routing: { match: [{ cookie: 'tester', value: 'yes' }] },
      });
      await service.pollUntil(shift!, isDone);
      const getVersion = async (headers?: Record<string, string>) =>
        /\d\.0\.0/.exec(await visit(`${gateway.url}/version`, headers))?.[0];
      const counts: Record<string, number> = {};
      for (let n = 0; n < 100; n++) {
        const version = (await getVersion()) ?? 'none';
        counts[version] = (counts[version] ?? 0) + 1;
      }
      expect(counts).toEqual({ '1.0.0': 70, '2.0.0': 30 });
      expect(await getVersion({ Cookie: 'a=b; tester=yes' })).toBe('2.0.0');
    } finally {
      await gateway.stop();
    }
  });
});
