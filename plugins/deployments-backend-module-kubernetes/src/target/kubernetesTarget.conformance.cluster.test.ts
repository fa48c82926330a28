import { describeDeploymentTarget } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  describeWithCluster,
  type Cluster,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import {
  createClusterFixture,
  createService,
  injectFaults,
  type ClusterFixture,
} from '../__testUtils__/clusterFixture';

const PATIENCE = { patienceMs: 90_000, pollEveryMs: 300, timeoutMs: 240_000 };

function describeTarget(cluster: Cluster): void {
  let created: Promise<ClusterFixture> | undefined;
  afterAll(async () => {
    await (await created)?.dispose();
  }, 180_000);

  describeDeploymentTarget(
    'the Kubernetes target',
    async () => {
      created ??= createClusterFixture(cluster);
      const fixture = await created;
      fixture.proxy.reset();
      const { namespace, versions } = fixture;
      // Slipway does not create Deployments, so "nothing is deployed" is one that was removed.
      const service = await createService(fixture, {
        version: versions.third,
        replicas: 0,
        annotations: { 'slipway.io/replicas': '1' },
      });
      const inNamespace = `--namespace=${namespace}`;
      const deployment = `deployment/${service.name}`;
      const kubectl = (...args: string[]) =>
        cluster.kubectl([...args, inNamespace]);
      const deployByHand = async () => {
        await kubectl(
          'set',
          'image',
          deployment,
          `${service.name}=${versions.third.artifact}`,
        );
        await kubectl('scale', deployment, '--replicas=1');
        await kubectl('rollout', 'status', deployment, '--timeout=90s');
        return versions.third;
      };
      injectFaults(fixture.proxy);
      return {
        target: fixture.target,
        serviceEnvironment: service.serviceEnvironment,
        versions: {
          first: versions.first,
          second: versions.second,
          broken: fixture.missingVersion,
        },
        crash: async () => fixture.createTarget(),
        preexisting: deployByHand,
        tamper: deployByHand,
        async hold() {
          await kubectl('rollout', 'pause', deployment);
          return async () => {
            await kubectl('rollout', 'resume', deployment);
          };
        },
        async dispose() {
          await kubectl('delete', deployment, '--wait=false');
        },
      };
    },
    PATIENCE,
  );
}

describeWithCluster(
  'On a real cluster behind a network that fails',
  cluster => {
    describeTarget(cluster);
  },
);
