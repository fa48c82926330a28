/**
 * `npm run start:prometheus`: runs the portal on this machine until Ctrl-C, with a Prometheus that scrapes the example
 * services. app-config.prometheus.yaml takes the availability of a service from it.
 *
 *   SLIPWAY_PROMETHEUS_PORT   port of Prometheus (default: the backend's port + 30)
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { requireSupportedNode } from './lib/nodeVersion.mjs';
import { root } from './lib/paths.mjs';
import { readPortal } from './lib/portal.mjs';
import { explainTaken } from './lib/ports.mjs';

requireSupportedNode();
ensureInstalled();
const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const { explainMissingPrograms, startPrometheus } = require(join(
  root,
  'plugins/deployments-test-cluster/src',
));

process.env.SLIPWAY_DATA_DIR ||= '.data-prometheus';
const { backendPort, prometheusPort } = readPortal();

process.exit(await start());

async function start() {
  const problem =
    explainMissingPrograms(['prometheus']) ??
    (await explainTaken(
      prometheusPort,
      'Prometheus',
      'SLIPWAY_PROMETHEUS_PORT',
    ));
  if (problem) {
    console.error(problem);
    return 1;
  }
  const token = randomBytes(24).toString('base64url');
  const prometheus = await startPrometheus({
    port: prometheusPort,
    scrapeConfigs: buildScrapeConfigs(`localhost:${backendPort}`, token),
  });
  console.log(`Prometheus is running: ${prometheus.url}`);
  try {
    return await runPortal(prometheus, {
      SLIPWAY_SCRAPE_TOKEN: token,
      SLIPWAY_PROMETHEUS_PORT: String(prometheusPort),
    });
  } finally {
    await prometheus.stop();
  }
}

/** Scrapes the portal, which counts requests in front of all versions, and each instance that it runs. */
function buildScrapeConfigs(backend, token) {
  // Service discovery has no default type.
  const authorization = { type: 'Bearer', credentials: token };
  return [
    {
      job_name: 'portal',
      metrics_path: '/api/deployments/local/metrics',
      authorization,
      // Its own labels, e.g. `instance`, have a meaning there.
      honor_labels: true,
      static_configs: [{ targets: [backend] }],
    },
    {
      job_name: 'services',
      http_sd_configs: [
        {
          url: `http://${backend}/api/deployments/local/targets`,
          authorization,
          refresh_interval: '1s',
        },
      ],
    },
  ];
}

/** Runs the portal until it ends, a signal stops it, or Prometheus ends. */
function runPortal(prometheus, env) {
  const config = ['app-config.yaml', 'app-config.prometheus.yaml'];
  const child = spawn(
    process.execPath,
    [
      join(root, 'scripts/start.mjs'),
      ...config.flatMap(file => ['--config', join(root, file)]),
    ],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  );
  // Ctrl-C reaches it by itself.
  process.on('SIGINT', () => {});
  for (const name of ['SIGTERM', 'SIGHUP']) {
    process.on(name, () => child.kill(name));
  }
  prometheus.exited.then(() => child.kill('SIGTERM'));
  return new Promise(resolve => {
    child.once('exit', code => resolve(code ?? 1));
  });
}
