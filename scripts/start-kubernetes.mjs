/**
 * `npm run start:kubernetes`: runs the portal with the example services on Kubernetes until Ctrl-C.
 *
 *   KUBECONFIG              the cluster to use. Without it, a test cluster is started, which needs Debian 12 and root.
 *   SLIPWAY_DEMO_REGISTRY   only with KUBECONFIG: a registry to which `docker push` works and from which the cluster pulls
 *   SLIPWAY_SERVICES_PORT   where the services can be reached (default: the backend's port + 20)
 *   SLIPWAY_GATEWAY_PORT, SLIPWAY_PROMETHEUS_PORT   only on the test cluster: where the service that a canary rolls out can be
 *                           reached, and Prometheus (default: the backend's port + 40 and + 30)
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPortalAccount,
  deployExampleServices,
  serveServices,
} from './lib/exampleCluster.mjs';
import { CANARY, startExampleCanary } from './lib/exampleCanary.mjs';
import { createDockerPush } from './lib/createDockerPush.mjs';
import { root } from './lib/paths.mjs';
import { readPortal } from './lib/portal.mjs';
import { explainTaken } from './lib/ports.mjs';
import { createKubectl } from './lib/runProgram.mjs';

const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const testCluster = require(join(root, 'plugins/deployments-test-cluster/src'));

const { describeOwner, readOwner } = require(join(
  root,
  'packages/backend/src/demo/dataDirLock.js',
));

/** The folder that is deleted with each start must be used by nothing else. */
const hasOwnDataDir = !process.env.SLIPWAY_DATA_DIR;
process.env.SLIPWAY_DATA_DIR ||= process.env.KUBECONFIG
  ? '.data-kubernetes'
  : '.data-test-cluster';
const portal = readPortal();
const { servicesPort, gatewayPort, prometheusPort } = portal;

process.exit(await start());

async function start() {
  try {
    return process.env.KUBECONFIG || process.env.SLIPWAY_TEST_CLUSTER
      ? await runOnCluster()
      : await runOnTestCluster();
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

/** Runs a Node program until it ends or the signal stops it, and passes signals of the system on. */
function runNode(args, env = {}, stopped = undefined) {
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  // Ctrl-C reaches it by itself.
  process.on('SIGINT', () => {});
  for (const name of ['SIGTERM', 'SIGHUP']) {
    process.on(name, () => child.kill(name));
  }
  stopped?.addEventListener('abort', () => child.kill('SIGTERM'));
  return new Promise(resolve => {
    child.once('exit', code => resolve(code ?? 1));
  });
}

function explainServicesPort() {
  return explainTaken(
    servicesPort,
    'forwarding to the services',
    'SLIPWAY_SERVICES_PORT',
  );
}

async function explainCanaryPorts() {
  return (
    (await explainTaken(gatewayPort, 'gateway', 'SLIPWAY_GATEWAY_PORT')) ??
    (await explainTaken(
      prometheusPort,
      'Prometheus',
      'SLIPWAY_PROMETHEUS_PORT',
    ))
  );
}

/** Starts this program again in the network of a new cluster, with the ports that a browser needs. */
async function runOnTestCluster() {
  const unsupported = testCluster.explainUnsupportedMachine();
  if (unsupported) {
    throw new Error(
      `${unsupported} To use a cluster of yours, set KUBECONFIG and SLIPWAY_DEMO_REGISTRY: see docs/tutorials/kubernetes.md.`,
    );
  }
  const owner = readOwner(join(portal.dataDir, 'portal.pid'));
  if (owner) throw new Error(describeOwner(portal.dataDir, 'portal', owner));
  const ports = [
    portal.appPort,
    portal.backendPort,
    servicesPort,
    gatewayPort,
    prometheusPort,
  ];
  const problem =
    (await explainTaken(portal.appPort, 'app', 'SLIPWAY_APP_PORT')) ??
    (await explainTaken(
      portal.backendPort,
      'backend',
      'SLIPWAY_BACKEND_PORT',
    )) ??
    (await explainServicesPort()) ??
    (await explainCanaryPorts());
  if (problem) throw new Error(problem);
  if (hasOwnDataDir) {
    // The cluster is new each time, so the portal's data about an earlier one is obsolete.
    rmSync(portal.dataDir, { recursive: true, force: true });
  }
  return runNode([
    join(root, 'scripts/with-cluster.mjs'),
    ...ports.flatMap(port => ['--publish', String(port)]),
    '--',
    process.execPath,
    join(root, 'scripts/start-kubernetes.mjs'),
  ]);
}

/**
 * Selects the cluster, how images get to it, and which registry the portal may read without a login: the test cluster around
 * this process (`cluster`), or the one in KUBECONFIG.
 */
function selectCluster() {
  const cluster = testCluster.readCluster();
  if (cluster) {
    return {
      cluster,
      kubeconfig: cluster.adminKubeconfig,
      registry: cluster.registry,
      pushImage: ({ env, ...image }) =>
        cluster.pushImage({
          ...image,
          ...testCluster.buildNodeImage({
            version: image.tag,
            name: env.SERVICE_NAME,
            env,
          }),
        }),
    };
  }
  const registry = process.env.SLIPWAY_DEMO_REGISTRY;
  if (!registry) {
    throw new Error(
      'Set SLIPWAY_DEMO_REGISTRY to a registry for the images of the example services, e.g. registry.example.com/slipway-demo. `docker push` must work to it, and the cluster must be able to pull from it. Without KUBECONFIG, a test cluster with a registry is started.',
    );
  }
  return {
    kubeconfig: process.env.KUBECONFIG,
    pushImage: createDockerPush(registry),
  };
}

/** Lets the portal list the versions that are pushed to the registry. Its port is not known before it runs. */
function writeRegistryConfig(folder, registry) {
  const file = join(folder, 'registry.json');
  const oci = {
    registries: { [registry]: { insecure: true } },
    repository: `${registry}/shop/{{ service.name }}`,
    refresh: '10s',
  };
  writeFileSync(file, JSON.stringify({ deployments: { oci } }));
  return file;
}

async function runOnCluster() {
  const { cluster, kubeconfig, registry, pushImage } = selectCluster();
  const kubectl = createKubectl(kubeconfig);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-kubernetes-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

  const config = [
    'app-config.yaml',
    'app-config.kubernetes.yaml',
    ...(cluster ? ['app-config.kubernetes-canary.yaml'] : []),
  ].map(file => join(root, file));
  if (registry) config.push(writeRegistryConfig(folder, registry));
  const env = {
    SLIPWAY_CI_TOKEN: randomBytes(24).toString('base64url'),
    SLIPWAY_KUBECONFIG: join(folder, 'portal.kubeconfig'),
    SLIPWAY_SERVICES_PORT: String(servicesPort),
    SLIPWAY_GATEWAY_PORT: String(gatewayPort),
    SLIPWAY_PROMETHEUS_PORT: String(prometheusPort),
    SLIPWAY_DEMO_VERSIONS: join(folder, 'versions.json'),
  };
  console.log('Deploying the example services to the cluster…');
  const versions = await deployExampleServices({
    kubectl,
    pushImage,
    buildManifests: testCluster.buildExampleService,
  });
  writeFileSync(env.SLIPWAY_DEMO_VERSIONS, JSON.stringify(versions));
  await createPortalAccount({
    kubectl,
    config,
    env,
    ...(cluster ? { own: CANARY } : {}),
  });
  const problem = await explainServicesPort();
  if (problem) throw new Error(problem);
  const failed = new AbortController();
  const fail = () => failed.abort();
  const canary = cluster ? await startCanary(cluster) : undefined;
  canary?.exited.then(fail);
  if (!cluster) {
    console.log(
      'Catalog API is deployed by rolling updates here, because a canary needs a gateway and Prometheus: see docs/how-to/deploy-to-kubernetes.md.',
    );
  }
  serveServices({ kubeconfig, port: servicesPort, onExit: fail });

  try {
    return await runNode(
      [
        join(root, 'scripts/start.mjs'),
        ...config.flatMap(file => ['--config', file]),
        '--before-ready',
        join(root, 'scripts/lib/registerExampleVersions.mjs'),
      ],
      env,
      failed.signal,
    );
  } finally {
    await canary?.stop();
  }
}

async function startCanary(cluster) {
  const problem = await explainCanaryPorts();
  if (problem) throw new Error(problem);
  const canary = await startExampleCanary({
    testCluster,
    cluster,
    gatewayPort,
    prometheusPort,
  });
  console.log(
    `Catalog API in Production is behind a gateway: http://localhost:${gatewayPort}. Prometheus measures it: http://localhost:${prometheusPort}.`,
  );
  return canary;
}
