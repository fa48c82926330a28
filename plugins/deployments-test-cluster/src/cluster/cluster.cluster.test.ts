import { PolicyRule } from './cluster';
import { buildExampleService } from '../image/buildExampleService';
import { buildNodeImage, ServiceBehaviour } from '../image/buildNodeImage';
import { pollUntil } from './pollUntil';
import { describeWithCluster } from './describeWithCluster';

const TIMEOUT_MS = 120_000;

interface Workload {
  spec: { clusterIP: string };
}

interface PodList {
  items: {
    metadata: { name: string; deletionTimestamp?: string };
    status: {
      phase: string;
      containerStatuses?: {
        ready: boolean;
        restartCount: number;
        lastState: { terminated?: { exitCode: number; reason: string } };
      }[];
    };
  }[];
}

describeWithCluster('the test cluster', cluster => {
  const namespace = `shop-${process.pid}`;

  const pushVersion = (
    version: string,
    behaviour: ServiceBehaviour = 'healthy',
  ) =>
    cluster.pushImage({
      name: 'shop/checkout',
      tag: `${version}-${behaviour}`,
      ...buildNodeImage({ name: 'checkout', version, behaviour }),
    });

  const readPods = (app: string) =>
    cluster.get<PodList>([
      'pods',
      `--namespace=${namespace}`,
      `--selector=app=${app}`,
    ]);

  /** The network follows the pods within seconds. */
  async function expectServed(app: string, version: string): Promise<void> {
    const served = await pollUntil(
      async () => ((await readVersion(app)) === version ? version : undefined),
      { intervalMs: 200, timeoutMs: 20_000 },
    );
    expect(served ?? (await readVersion(app))).toBe(version);
  }

  /** What the service reports through its Service address, or `undefined` while it does not respond. */
  async function readVersion(app: string): Promise<string | undefined> {
    const { spec } = await cluster.get<Workload>([
      'service',
      app,
      `--namespace=${namespace}`,
    ]);
    try {
      const response = await fetch(`http://${spec.clusterIP}/version`, {
        signal: AbortSignal.timeout(2000),
      });
      return ((await response.json()) as { version: string }).version;
    } catch {
      return undefined;
    }
  }

  beforeAll(() => cluster.createNamespace(namespace), TIMEOUT_MS);
  afterAll(() => cluster.deleteNamespace(namespace), 2 * TIMEOUT_MS);

  it(
    'serves a Deployment of two pods through its Service, and rolls it to a new image',
    async () => {
      const first = await pushVersion('1.0.0');
      await cluster.apply(
        buildExampleService({ name: 'checkout', namespace, image: first }),
      );
      const rollout = ['rollout', 'status', 'deployment/checkout'];
      const options = [`--namespace=${namespace}`, '--timeout=60s'];
      await cluster.kubectl([...rollout, ...options], {
        timeoutMs: TIMEOUT_MS,
      });
      await expectServed('checkout', '1.0.0');
      expect((await readPods('checkout')).items).toHaveLength(2);

      const second = await pushVersion('1.1.0');
      expect(second).toMatch(
        /^127\.0\.0\.1:5000\/shop\/checkout@sha256:[0-9a-f]{64}$/,
      );
      await cluster.apply(
        buildExampleService({ name: 'checkout', namespace, image: second }),
      );
      await cluster.kubectl([...rollout, ...options], {
        timeoutMs: TIMEOUT_MS,
      });

      await expectServed('checkout', '1.1.0');
      const responses = new Set<string | undefined>();
      for (let index = 0; index < 10; index++) {
        responses.add(await readVersion('checkout'));
      }
      expect([...responses]).toEqual(['1.1.0']);
      // The pods of 1.0.0 may still be terminating.
      const pod = (await readPods('checkout')).items.find(
        ({ metadata }) => !metadata.deletionTimestamp,
      );
      const log = await cluster.kubectl([
        'logs',
        pod!.metadata.name,
        `--namespace=${namespace}`,
      ]);
      expect(log).toContain('1.1.0 is listening');
    },
    2 * TIMEOUT_MS,
  );

  it(
    'lets a pod reach a service through its Service address',
    async () => {
      const { spec } = await cluster.get<Workload>([
        'service',
        'checkout',
        `--namespace=${namespace}`,
      ]);
      const response = await cluster.kubectl([
        'exec',
        'deployment/checkout',
        `--namespace=${namespace}`,
        '--',
        '/usr/bin/node',
        '-e',
        `fetch('http://${spec.clusterIP}/version').then(r => r.text()).then(console.log)`,
      ]);
      expect(JSON.parse(response)).toEqual({
        service: 'checkout',
        version: '1.1.0',
      });
    },
    TIMEOUT_MS,
  );

  it.each([
    ['crashing', 3, 'Error'],
    ['leaking', 137, 'OOMKilled'],
  ] as const)(
    'runs a container that is %s: it ends with %i, %s',
    async (behaviour, exitCode, reason) => {
      const image = await pushVersion('2.0.0', behaviour);
      await cluster.apply(
        buildExampleService({
          name: behaviour,
          namespace,
          image,
          replicas: 1,
          limits: { memory: '96Mi' },
        }),
      );
      const terminated = await pollUntil(
        async () => {
          const [pod] = (await readPods(behaviour)).items;
          return pod?.status.containerStatuses?.[0].lastState.terminated;
        },
        { intervalMs: 500, timeoutMs: 60_000 },
      );
      expect(terminated).toMatchObject({ exitCode, reason });
    },
    TIMEOUT_MS,
  );

  it(
    'keeps a pod that is never ready out of its Service',
    async () => {
      const image = await pushVersion('2.0.0', 'never-ready');
      await cluster.apply(
        buildExampleService({ name: 'never', namespace, image, replicas: 1 }),
      );
      const pod = await pollUntil(
        async () => {
          const [found] = (await readPods('never')).items;
          return found?.status.phase === 'Running' ? found : undefined;
        },
        { intervalMs: 300, timeoutMs: 60_000 },
      );
      expect(pod?.status.containerStatuses?.[0].ready).toBe(false);
      expect(await readVersion('never')).toBeUndefined();
    },
    TIMEOUT_MS,
  );

  describe('a deployer', () => {
    const rules: PolicyRule[] = [
      {
        apiGroups: ['apps'],
        resources: ['deployments'],
        verbs: ['get', 'list', 'patch'],
      },
    ];
    const asDeployer = (kubeconfig: string, ...args: string[]) =>
      cluster.kubectl(args, { kubeconfig });

    it('may do what its rules say and nothing else', async () => {
      const deployer = await cluster.createDeployer(namespace, rules);

      const list = await asDeployer(
        deployer.kubeconfig,
        'get',
        'deployments',
        '--output=name',
      );
      expect(list).toContain('deployment.apps/checkout');
      for (const args of [
        ['get', 'secrets'],
        ['delete', 'deployment', 'checkout'],
        ['get', 'deployments', '--namespace=default'],
      ]) {
        await expect(
          asDeployer(deployer.kubeconfig, ...args),
        ).rejects.toMatchObject({
          stderr: expect.stringContaining('Forbidden'),
        });
      }
    });

    it('is rejected after it was revoked', async () => {
      const deployer = await cluster.createDeployer(namespace, rules);
      await deployer.revoke();

      const isRejected = await pollUntil(
        () =>
          asDeployer(deployer.kubeconfig, 'get', 'deployments').then(
            () => undefined,
            error => /Unauthorized|logged in/.test(error.stderr) || undefined,
          ),
        { intervalMs: 500, timeoutMs: 30_000 },
      );
      expect(isRejected).toBe(true);
    });
  });
});
