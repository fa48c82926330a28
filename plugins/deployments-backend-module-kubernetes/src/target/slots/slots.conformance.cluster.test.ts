import { describeDeploymentTarget } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  defineHttpRoutes,
  describeWithCluster,
  startTestGateway,
  type Cluster,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import {
  createClusterFixture,
  createService,
  injectFaults,
  visit,
  type ClusterFixture,
} from '../../__testUtils__/clusterFixture';
import { listPermissionRules } from '../../rbac/permissionRules';

const PATIENCE = { patienceMs: 90_000, pollEveryMs: 300, timeoutMs: 240_000 };

/** Visits as the conformance kit asks. */
async function visitAs(url: string, headers: Record<string, string>) {
  const text = await visit(`${url}/version`, headers);
  return {
    versionName: /\d+\.\d+\.\d+/.exec(text)?.[0] ?? text,
    setCookie: [],
  };
}

/** @param hasRoute - Whether traffic comes through an HTTPRoute. */
function describeSlots(cluster: Cluster, hasRoute: boolean): void {
  let created: Promise<ClusterFixture> | undefined;
  afterAll(async () => {
    await (await created)?.dispose();
  }, 180_000);

  describeDeploymentTarget(
    `the Kubernetes target with slots behind ${
      hasRoute ? 'an HTTPRoute' : 'a Service'
    }`,
    async () => {
      if (hasRoute && !created) await defineHttpRoutes(cluster);
      created ??= createClusterFixture(
        cluster,
        listPermissionRules({
          kind: 'Deployment',
          mode: 'slots',
          ...(hasRoute
            ? { route: { name: 'any', regularExpressions: true } }
            : {}),
        }),
      );
      const fixture = await created;
      fixture.proxy.reset();
      const { namespace, versions } = fixture;
      // The workload is only the template: "nothing is deployed" is one without pods.
      const service = await createService(fixture, {
        version: versions.third,
        replicas: 0,
        annotations: { 'slipway.io/replicas': '1' },
        settings: { mode: 'slots' },
        hasRoute,
      });
      const gateway = hasRoute
        ? await startTestGateway(cluster, { namespace, route: service.name })
        : undefined;
      const kubectl = (...args: string[]) =>
        cluster.kubectl([...args, `--namespace=${namespace}`]);
      const deployByHand = async () => {
        const { spec } = await cluster.get<{
          spec: { selector: Record<string, string> };
        }>(['service', service.name, `--namespace=${namespace}`]);
        const active = spec.selector['slipway.io/slot'] ?? service.name;
        await kubectl(
          'set',
          'image',
          `deployment/${active}`,
          `${service.name}=${versions.third.artifact}`,
        );
        await kubectl('scale', `deployment/${active}`, '--replicas=1');
        await kubectl(
          'rollout',
          'status',
          `deployment/${active}`,
          '--timeout=90s',
        );
        return versions.third;
      };
      injectFaults(fixture.proxy);
      return {
        target: fixture.target,
        serviceEnvironment: {
          ...service.serviceEnvironment,
          settings: {
            ...service.serviceEnvironment.settings,
            ...(gateway ? { url: gateway.url } : {}),
          },
        },
        ...(gateway ? { visitAs } : {}),
        versions: {
          first: versions.first,
          second: versions.second,
          broken: fixture.missingVersion,
        },
        crash: async () => fixture.createTarget(),
        preexisting: deployByHand,
        tamper: deployByHand,
        async hold() {
          // The first deployment has used the slot `a`.
          const deployment = `deployment/${service.name}-b`;
          await kubectl('rollout', 'pause', deployment);
          return async () => {
            await kubectl('rollout', 'resume', deployment);
          };
        },
        async dispose() {
          await gateway?.stop();
          await kubectl(
            'delete',
            'deployment',
            service.name,
            `${service.name}-a`,
            `${service.name}-b`,
            '--ignore-not-found',
            '--wait=false',
          );
        },
      };
    },
    PATIENCE,
  );
}

describeWithCluster(
  'On a real cluster behind a network that fails',
  cluster => {
    describeSlots(cluster, false);
    describeSlots(cluster, true);
  },
);
