/**
 * Runs the proxy of the local target with its measurements, in a process of its own:
 * `proxyUnderTest.ts <ProxyOptions as JSON>`.
 */
import type { TrafficRouting } from '@slipway/backstage-plugin-deployments-node';
import { createTrafficMetrics } from '../../plugins/deployments-backend-module-local/src/measure/trafficMetrics';
import { createTrafficRecorder } from '../../plugins/deployments-backend-module-local/src/measure/trafficRecorder';
import { createMirrorRecorder } from '../../plugins/deployments-backend-module-local/src/measure/mirrorRecorder';
import { createTrafficProxy } from '../../plugins/deployments-backend-module-local/src/proxy/trafficProxy';
import type { InstanceRecord } from '../../plugins/deployments-backend-module-local/src/state/serviceEnvironmentState';

/** What to run. */
export interface ProxyOptions {
  port: number;
  /** Ports of baseline and candidate. */
  upstreams: readonly [number, number];
  routing?: TrafficRouting;
}

const REF = { service: 'component:default/checkout', environment: 'staging' };

async function main({ port, upstreams, routing }: ProxyOptions): Promise<void> {
  const recorder = createTrafficRecorder();
  const metrics = createTrafficMetrics();
  const mirrored = createMirrorRecorder();
  const instances = new Map(
    (['baseline', 'candidate'] as const).map(
      (role, index): [string, InstanceRecord] => [
        role,
        {
          id: role,
          role,
          artifact: `pkg:generic/checkout@${index}`,
          versionName: `1.0.${index}`,
          deploymentId: 'd',
          weight: index === 0 ? 90 : 10,
          env: {},
          since: 0,
          port: upstreams[index],
        },
      ],
    ),
  );
  const proxy = createTrafficProxy({
    host: '127.0.0.1',
    name: 'checkout in staging',
    requestTimeoutMs: 30_000,
    onRequestCompleted(completed) {
      const instance = instances.get(completed.instance ?? '');
      recorder.record('checkout', instance, completed);
      metrics.count(REF, instance, completed);
    },
    onMirrored: mirrored.record,
  });
  proxy.route({
    routes: [...instances.values()].map(
      ({ id, weight, port: upstream = 0 }) => ({
        instance: id,
        weight,
        replicas: [{ id, port: upstream }],
      }),
    ),
    candidate: 'candidate',
    routing,
  });
  await proxy.listen(port);
}

main(JSON.parse(process.argv[2] ?? '{}')).catch(error => {
  console.error(error);
  process.exit(1);
});
