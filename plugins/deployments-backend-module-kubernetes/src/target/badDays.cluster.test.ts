import { setTimeout as sleep } from 'node:timers/promises';
import {
  buildExampleService,
  describeWithCluster,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import type { TargetProgress } from '@slipway/backstage-plugin-deployments-node';
import {
  createClusterFixture,
  createService,
  type ClusterFixture,
} from '../__testUtils__/clusterFixture';

jest.setTimeout(240_000);

const isReady = ({ state }: TargetProgress) => state === 'ready';
const hasFailed = ({ state }: TargetProgress) => state === 'failed';
const hasProblem =
  (code: string) =>
  ({ problems = [] }: TargetProgress) =>
    problems.some(problem => problem.code === code);

describeWithCluster('The Kubernetes target on a bad day', cluster => {
  let fixture: ClusterFixture;
  beforeAll(async () => {
    fixture = await createClusterFixture(cluster);
  });
  afterAll(() => fixture.dispose());
  beforeEach(() => fixture.proxy.reset());

  const kubectl = (...args: string[]) =>
    cluster.kubectl([...args, `--namespace=${fixture.namespace}`]);

  /**
   * Shortens the deadline once a test has seen what it waits for: on a busy machine, a short one can be exceeded before the
   * pods have started.
   */
  const endDeadline = (name: string) =>
    kubectl(
      'patch',
      `deployment/${name}`,
      '--patch={"spec":{"progressDeadlineSeconds":5}}',
    );

  it('deploys what users then get at the Service address, and restores it', async () => {
    const { versions, target } = fixture;
    const service = await createService(fixture, { replicas: 2 });
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
    const handle = await service.apply(versions.second, {
      expected: versions.first.artifact,
    });
    await service.pollUntil(handle, isReady);
    expect(await service.fetchVersion('2.0.0')).toContain('2.0.0');
    const undo = await target.abort(service.buildRequest());
    await service.pollUntil(undo!, ({ state }) => state === 'done');
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
  });

  it('writes once when the answer is lost, also for the backend that starts after a kill', async () => {
    const { versions, proxy } = fixture;
    const service = await createService(fixture);
    proxy.inject({ method: 'PATCH', fault: { kind: 'cut' }, times: 1 });
    const call = { idempotencyKey: 'd1/deploy/1/1' };
    const handle = await service.apply(versions.second, call);
    const again = await fixture.createTarget().apply({
      ...service.buildRequest({ ...call, fence: 2 }),
      version: versions.second,
      intent: 'deploy',
    });
    expect(again.id).toBe(handle.id);
    // The change itself, and the higher fence of the new owner.
    expect(proxy.count({ method: 'PATCH' })).toBe(2);
    await service.pollUntil(handle, isReady, 90_000, { fence: 2 });
    expect((await service.read()).metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '2',
    });
  });

  it('decides again when somebody changes the Deployment between reading and writing', async () => {
    const { versions, proxy } = fixture;
    const service = await createService(fixture);
    proxy.inject({
      method: 'PATCH',
      fault: { kind: 'delay', ms: 7_000 },
      times: 1,
    });
    const applied = service.apply(versions.second);
    await sleep(500);
    await kubectl('annotate', `deployment/${service.name}`, 'team=shop');
    await service.pollUntil(await applied, isReady);
    expect(proxy.count({ method: 'PATCH' })).toBe(2);
    expect((await service.read()).metadata.annotations).toMatchObject({
      team: 'shop',
    });
  });

  it('does not overwrite what somebody deployed between reading and writing', async () => {
    const { versions, proxy } = fixture;
    const service = await createService(fixture);
    proxy.inject({
      method: 'PATCH',
      fault: { kind: 'delay', ms: 7_000 },
      times: 1,
    });
    const applied = service
      .apply(versions.second, { expected: versions.first.artifact })
      .catch((error: unknown) => error);
    await sleep(500);
    await kubectl(
      'set',
      'image',
      `deployment/${service.name}`,
      `${service.name}=${versions.third.artifact}`,
    );
    expect(await applied).toMatchObject({
      code: 'overtaken',
      message: expect.stringContaining('kubectl'),
    });
    expect(
      (await service.read()).spec?.template?.spec?.containers,
    ).toMatchObject([{ image: versions.third.artifact }]);
  });

  it('keeps following a rollout while the cluster is away', async () => {
    const service = await createService(fixture);
    const handle = await service.apply(fixture.versions.slow);
    await fixture.proxy.whileUnreachable(async () => {
      expect(await service.poll(handle)).toMatchObject({
        state: 'working',
        problems: [{ code: 'unreachable' }],
        pollAfterMs: 5_000,
      });
    });
    await service.pollUntil(handle, isReady);
    expect(await service.fetchVersion('7.0.0')).toContain('7.0.0');
  });

  it('keeps following a rollout while its token is not accepted, and uses the renewed one', async () => {
    const service = await createService(fixture);
    const handle = await service.apply(fixture.versions.slow);
    const restore = await fixture.replaceToken('expired');
    expect(await service.poll(handle)).toMatchObject({
      state: 'working',
      problems: [{ code: 'unauthenticated' }],
    });
    await expect(service.apply(fixture.versions.second)).rejects.toMatchObject({
      code: 'unauthenticated',
      notSent: true,
    });
    await restore();
    await service.pollUntil(handle, isReady);
  });

  it('names the missing right, and what to add', async () => {
    const service = await createService(fixture);
    const token = (
      await cluster.createDeployer(fixture.namespace, [
        {
          apiGroups: ['apps'],
          resources: ['deployments'],
          verbs: ['get', 'list'],
        },
      ])
    ).token;
    const restore = await fixture.replaceToken(token);
    try {
      await expect(
        service.apply(fixture.versions.second),
      ).rejects.toMatchObject({
        code: 'forbidden',
        retryable: false,
        message: expect.stringMatching(/patch deployments.*verbs: \[patch\]/),
      });
      await expect(
        fixture.target.observe({
          ...service.serviceEnvironment,
          signal: AbortSignal.timeout(5_000),
        }),
      ).rejects.toMatchObject({ code: 'forbidden' });
    } finally {
      await restore();
    }
  });

  it('reports a Deployment that was deleted meanwhile', async () => {
    const service = await createService(fixture);
    const handle = await service.apply(fixture.versions.slow);
    await kubectl('delete', 'deployment', service.name);
    expect(await service.poll(handle)).toMatchObject({
      state: 'failed',
      code: 'not_found',
      retryable: false,
    });
    await expect(service.apply(fixture.versions.second)).rejects.toMatchObject({
      code: 'not_found',
      notSent: true,
    });
    const { instances, problems } = await fixture.target.observe({
      ...service.serviceEnvironment,
      signal: AbortSignal.timeout(5_000),
    });
    expect({ instances, problems }).toMatchObject({
      instances: [],
      problems: [{ code: 'not_found' }],
    });
  });

  it('explains an image that does not exist, and what still runs', async () => {
    const service = await createService(fixture);
    const [repository] = fixture.versions.first.artifact.split('@');
    const handle = await service.apply({
      name: '9.9.9',
      artifact: `${repository}@sha256:${'9'.repeat(64)}`,
    });
    expect(await service.pollUntil(handle, hasFailed)).toMatchObject({
      code: 'image_pull',
      retryable: false,
      message: expect.stringMatching(
        /^9\.9\.9 did not come up: .*not found.* still takes all traffic\.$/s,
      ),
    });
    expect(await service.fetchVersion('1.0.0')).toContain('1.0.0');
  });

  it('explains a crash with the end of its log', async () => {
    const service = await createService(fixture);
    const handle = await service.apply(fixture.versions.crashing);
    expect(await service.pollUntil(handle, hasFailed)).toMatchObject({
      code: 'crash_loop',
      problems: [
        {
          message: expect.stringContaining('code 3'),
          logTail: expect.arrayContaining([
            expect.stringContaining('Cannot read properties of undefined'),
          ]),
        },
      ],
    });
  });

  it('explains that memory ran out', async () => {
    const service = await createService(fixture, {
      limits: { memory: '96Mi' },
    });
    const handle = await service.apply(fixture.versions.leaking);
    expect(
      await service.pollUntil(handle, hasProblem('oom_killed')),
    ).toMatchObject({
      problems: [{ message: expect.stringContaining('memory') }],
    });
    const undo = await fixture.target.abort(service.buildRequest());
    await service.pollUntil(undo!, ({ state }) => state === 'done');
  });

  it('explains a failing probe until the deadline of the Deployment', async () => {
    const service = await createService(fixture);
    const handle = await service.apply(fixture.versions.neverReady);
    await service.pollUntil(handle, hasProblem('probe_failing'));
    await endDeadline(service.name);
    expect(await service.pollUntil(handle, hasFailed)).toMatchObject({
      code: 'probe_failing',
      retryable: true,
      message: expect.stringMatching(
        /^6\.0\.0 did not come up: .*is not ready: .* still takes all traffic\.$/,
      ),
    });
    const undo = await fixture.target.abort(service.buildRequest());
    // The controller does not reset the exceeded deadline when it returns to pods that still run.
    await service.pollUntil(undo!, ({ state }) => state === 'done');
  });

  it('waits for room on a node, and does not fail early', async () => {
    const service = await createService(fixture);
    await kubectl(
      'set',
      'resources',
      `deployment/${service.name}`,
      '--requests=cpu=500',
    );
    const handle = await service.apply(fixture.versions.second);
    const progress = await service.pollUntil(
      handle,
      hasProblem('unschedulable'),
    );
    expect(progress).toMatchObject({
      state: 'working',
      problems: [{ message: expect.stringContaining('Insufficient cpu') }],
    });
  });

  it('explains a quota until the deadline of the Deployment', async () => {
    const service = await createService(fixture);
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'pods', namespace: fixture.namespace },
      spec: { hard: { pods: '0' } },
    });
    try {
      const handle = await service.apply(fixture.versions.second);
      await service.pollUntil(handle, hasProblem('quota'));
      await endDeadline(service.name);
      expect(await service.pollUntil(handle, hasFailed)).toMatchObject({
        code: 'quota',
      });
    } finally {
      await kubectl('delete', 'resourcequota', 'pods');
    }
  });

  it('waits while somebody has paused the rollout', async () => {
    const service = await createService(fixture);
    await kubectl('rollout', 'pause', `deployment/${service.name}`);
    const handle = await service.apply(fixture.versions.second);
    expect(
      await service.pollUntil(handle, ({ state }) => state === 'waiting'),
    ).toMatchObject({
      message: expect.stringContaining('kubectl rollout resume'),
      problems: [{ code: 'paused_elsewhere' }],
    });
    await kubectl('rollout', 'resume', `deployment/${service.name}`);
    await service.pollUntil(handle, isReady);
  });

  it('leaves the number of replicas to an autoscaler, whose changes are no interference', async () => {
    const service = await createService(fixture);
    const deployment = `deployment/${service.name}`;
    await kubectl('autoscale', deployment, '--min=2', '--max=3');
    const handle = await service.apply(fixture.versions.slow);
    await kubectl('scale', deployment, '--replicas=3');
    await service.pollUntil(handle, isReady);
    expect((await service.read()).spec?.replicas).toBe(3);
    const log = jest.fn();
    const removed = await fixture.target.remove!(service.buildRequest({ log }));
    await service.pollUntil(removed!, ({ state }) => state === 'done');
    expect(log).toHaveBeenCalledWith(
      expect.stringContaining('autoscaler'),
      'warn',
    );
  });

  it('refuses a second environment on the same workload', async () => {
    const service = await createService(fixture);
    await expect(
      service.apply(fixture.versions.second, {
        environment: { name: 'staging', tier: 'staging' },
      }),
    ).rejects.toMatchObject({
      code: 'consent_missing',
      message: expect.stringContaining('@production'),
    });
  });

  it('finds what could be a service, with what is missing and how to add it', async () => {
    const service = await createService(fixture);
    await kubectl(
      'annotate',
      `deployment/${service.name}`,
      'slipway.io/service-environment-',
    );
    const [found] = await fixture.target.discover!({
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: service.name,
          // The environment does not let services choose their namespace.
          annotations: { 'backstage.io/kubernetes-namespace': 'kube-system' },
        },
      },
      environment: service.serviceEnvironment.environment,
      settings: { namespace: fixture.namespace },
      signal: AbortSignal.timeout(10_000),
    });
    expect(found).toMatchObject({
      title: `Deployment ${service.name} in namespace ${fixture.namespace} of test`,
      reason: `is named ${service.name}`,
      // Its name is the default: nobody has to configure it.
      settings: { namespace: fixture.namespace },
      observation: {
        instances: [{ artifact: fixture.versions.first.artifact, weight: 100 }],
      },
      missing: [
        {
          code: 'consent_missing',
          remedy: {
            language: 'sh',
            text: expect.stringMatching(/^kubectl annotate deployment\//),
          },
        },
      ],
    });
  });

  it('observes all services of a namespace with one list of workloads and one of pods', async () => {
    const one = await createService(fixture);
    const other = await createService(fixture, {
      version: fixture.versions.third,
    });
    fixture.proxy.reset();
    const missing = {
      ...one.serviceEnvironment,
      settings: { namespace: fixture.namespace, workload: 'missing' },
    };
    const results = await fixture.target.observeMany!(
      [one.serviceEnvironment, other.serviceEnvironment, missing],
      { signal: AbortSignal.timeout(10_000) },
    );
    expect(results).toMatchObject([
      { instances: [{ artifact: fixture.versions.first.artifact }] },
      { instances: [{ artifact: fixture.versions.third.artifact }] },
      { instances: [], problems: [{ code: 'not_found' }] },
    ]);
    expect(fixture.proxy.requests).toHaveLength(2);
  });

  it('observes 500 services of a namespace with two requests', async () => {
    const { namespace, versions } = fixture;
    const names = Array.from({ length: 500 }, (_, index) => `many-${index}`);
    const items = names.map(name => {
      const [deployment] = buildExampleService({
        name,
        namespace,
        image: versions.first.artifact,
        replicas: 0,
      });
      return deployment;
    });
    await cluster.kubectl(['create', '--filename=-'], {
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
      timeoutMs: 200_000,
    });
    fixture.proxy.reset();
    const results = await fixture.target.observeMany!(
      names.map(name => ({
        service: `component:default/${name}`,
        environment: { name: 'production', tier: 'production' as const },
        settings: { namespace, workload: name },
      })),
      { signal: AbortSignal.timeout(30_000) },
    );
    expect(results).toEqual(
      names.map(() => expect.objectContaining({ instances: [] })),
    );
    expect(fixture.proxy.requests).toHaveLength(2);
  });
});
