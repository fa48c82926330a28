/**
 * `npm run start:kubernetes`: runs the portal with the example services on Kubernetes until Ctrl-C.
 *
 *   KUBECONFIG              the cluster to use. Without it, a test cluster is started, which needs Debian 12 and root.
 *   SLIPWAY_DEMO_REGISTRY   only with KUBECONFIG: a registry to which `docker push` works and from which the cluster pulls
 *   SLIPWAY_SERVICES_PORT   where the services can be reached (the backend's port + 20)
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
import { createKubectl, pushWithDocker } from './lib/exampleImages.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireSupportedNode } from './lib/nodeVersion.mjs';
import { root } from './lib/paths.mjs';
import { readPortal } from './lib/portal.mjs';

requireSupportedNode();
ensureInstalled();
const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const testCluster = require(join(root, 'plugins/deployments-test-cluster/src'));

process.env.SLIPWAY_DATA_DIR ||= '.data-kubernetes';
const portal = readPortal();
const servicesPort =
  Number(process.env.SLIPWAY_SERVICES_PORT) || portal.backendPort + 20;

process.exit(
  process.env.KUBECONFIG || process.env.SLIPWAY_TEST_CLUSTER
    ? await runOnCluster()
    : await runOnTestCluster(),
);

/** Runs a Node program until it ends, and passes signals on. */
function runNode(args, env = {}) {
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  // Ctrl-C reaches it by itself.
  process.on('SIGINT', () => {});
  for (const name of ['SIGTERM', 'SIGHUP']) {
    process.on(name, () => child.kill(name));
  }
  return new Promise(resolve => {
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** Starts this program again in the network of a new cluster, with the ports that a browser needs. */
function runOnTestCluster() {
  const unsupported = testCluster.explainUnsupportedMachine();
  if (unsupported) {
    console.error(
      `${unsupported} To use a cluster of yours, set KUBECONFIG and SLIPWAY_DEMO_REGISTRY: see docs/tutorials/kubernetes.md.`,
    );
    return 1;
  }
  // The cluster is empty each time, so what the portal knows of an earlier one is wrong.
  rmSync(portal.dataDir, { recursive: true, force: true });
  const ports = [portal.appPort, portal.backendPort, servicesPort];
  return runNode([
    join(root, 'scripts/with-cluster.mjs'),
    ...ports.flatMap(port => ['--publish', String(port)]),
    '--',
    process.execPath,
    join(root, 'scripts/start-kubernetes.mjs'),
  ]);
}

/** Whoever calls us has to say where images go, and what may be changed. */
function selectCluster() {
  const cluster = testCluster.readCluster();
  if (cluster) {
    return {
      kubeconfig: cluster.adminKubeconfig,
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
    console.error(
      'Set SLIPWAY_DEMO_REGISTRY to a registry for the images of the example services, e.g. registry.example.com/slipway-demo. `docker push` must work to it, and the cluster must be able to pull from it. Without KUBECONFIG, a test cluster with a registry is started.',
    );
    process.exit(1);
  }
  return {
    kubeconfig: process.env.KUBECONFIG,
    pushImage: pushWithDocker(registry),
  };
}

async function runOnCluster() {
  const { kubeconfig, pushImage } = selectCluster();
  const kubectl = createKubectl(kubeconfig);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-kubernetes-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

  const config = ['app-config.yaml', 'app-config.kubernetes.yaml'].map(file =>
    join(root, file),
  );
  const env = {
    SLIPWAY_CI_TOKEN: randomBytes(24).toString('base64url'),
    SLIPWAY_KUBECONFIG: join(folder, 'portal.kubeconfig'),
    SLIPWAY_SERVICES_PORT: String(servicesPort),
    SLIPWAY_DEMO_VERSIONS: join(folder, 'versions.json'),
  };
  console.log('Deploying the example services to the cluster…');
  const versions = await deployExampleServices({
    kubectl,
    pushImage,
    buildManifests: testCluster.buildExampleService,
  });
  writeFileSync(env.SLIPWAY_DEMO_VERSIONS, JSON.stringify(versions));
  await createPortalAccount({ kubectl, config, env });
  serveServices({ kubeconfig, port: servicesPort });

  return runNode(
    [
      join(root, 'scripts/start.mjs'),
      ...config.flatMap(file => ['--config', file]),
      '--before-ready',
      join(root, 'scripts/lib/registerExampleVersions.mjs'),
    ],
    env,
  );
}
