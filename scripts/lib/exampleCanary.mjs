import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilAnswers } from './readiness.mjs';

/** The service that a canary rolls out, and where; app-config.kubernetes-canary.yaml has its golden path. */
export const CANARY = {
  service: 'component:default/catalog-api',
  environment: 'production',
};
const NAME = 'catalog-api';
const NAMESPACE = 'shop-production';

/** As many as the local target sends. */
const VISITORS_PER_SECOND = 10;
const GATEWAY_TIMEOUT_MS = 120_000;

/**
 * Creates an HTTPRoute to the example service that the canary rolls out, and starts what gives it and counts its traffic on
 * the test cluster: a gateway, Prometheus, and made-up visitors.
 *
 * @param {object} options - `testCluster`: the module; `cluster`: the running one, with the example services; `gatewayPort`
 *   and `prometheusPort`: free loopback ports
 * @returns {Promise<{exited: Promise<void>, stop: () => Promise<void>}>} `exited`: when Prometheus has ended by itself
 */
export async function startExampleCanary({
  testCluster,
  cluster,
  gatewayPort,
  prometheusPort,
}) {
  await createRoute(testCluster, cluster);
  const gateway = await testCluster.startTestGateway(cluster, {
    namespace: NAMESPACE,
    route: NAME,
    port: gatewayPort,
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const isReady = await untilAnswers(gateway.url, {
    signal,
    timeoutMs: GATEWAY_TIMEOUT_MS,
  });
  if (!isReady) throw new Error(`The gateway ${gateway.url} does not respond`);
  const discovery = await serveTargets(gateway);
  const prometheus = await testCluster.startPrometheus({
    port: prometheusPort,
    scrapeConfigs: buildScrapeConfigs(gateway.url, discovery.url),
  });
  const visitors = sendVisitors(gateway.url, signal);
  return {
    exited: prometheus.exited,
    async stop() {
      stopping.abort();
      await visitors;
      await Promise.all([gateway.stop(), prometheus.stop()]);
      discovery.stop();
    },
  };
}

/** Creates the route, and allows Slipway to change it and the Service. */
async function createRoute(testCluster, cluster) {
  await testCluster.defineHttpRoutes(cluster);
  const annotations = {
    'slipway.io/service-environment': `${CANARY.service}@${CANARY.environment}`,
  };
  await cluster.apply({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: NAME, namespace: NAMESPACE, annotations },
    spec: {
      parentRefs: [{ name: 'test' }],
      rules: [{ backendRefs: [{ name: NAME, port: 80 }] }],
    },
  });
  await cluster.kubectl([
    ...['annotate', `service/${NAME}`, `--namespace=${NAMESPACE}`],
    ...Object.entries(annotations).map(([key, value]) => `${key}=${value}`),
  ]);
}

/** Tells Prometheus which pods to scrape: Debian's has no discovery for Kubernetes. */
async function serveTargets(gateway) {
  const server = createServer((_, response) => {
    const targets = gateway.listPods().map(({ pod, address }) => ({
      targets: [address],
      labels: { pod },
    }));
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(targets));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Scrapes the gateway, which counts requests by pod, and the pods, which know how long each took. */
function buildScrapeConfigs(gatewayUrl, discoveryUrl) {
  return [
    {
      job_name: 'gateway',
      metrics_path: '/-/metrics',
      params: { scope: ['server'] },
      static_configs: [{ targets: [new URL(gatewayUrl).host] }],
    },
    {
      job_name: 'pods',
      http_sd_configs: [{ url: discoveryUrl, refresh_interval: '1s' }],
    },
  ];
}

/** Sends requests of visitors who don't wait for each other, until the signal aborts. */
async function sendVisitors(url, signal) {
  while (!signal.aborted) {
    fetch(url, { signal })
      .then(response => response.arrayBuffer())
      .catch(() => {});
    await sleep(1_000 / VISITORS_PER_SECOND);
  }
}
