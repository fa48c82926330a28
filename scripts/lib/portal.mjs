import { join, resolve } from 'node:path';
import { root } from './paths.mjs';

function port(variable, standard) {
  const value = process.env[variable];
  if (value === undefined || value === '') return standard;
  const number = Number(value);
  if (Number.isInteger(number) && number > 0 && number < 65536) return number;
  console.error(
    `${variable} must be a port number from 1 to 65535, not "${value}"`,
  );
  process.exit(1);
}

/**
 * Reads the ports and the data directory of the portal and of the job runner of the
 * example organisation. `SLIPWAY_APP_PORT`, `SLIPWAY_BACKEND_PORT`,
 * `SLIPWAY_JOBS_PORT` and `SLIPWAY_DATA_DIR` change them, so that a second portal can
 * run at the same time. `SLIPWAY_SERVICES_PORT` and `SLIPWAY_GATEWAY_PORT` are used by start-kubernetes.mjs alone, and
 * `SLIPWAY_PROMETHEUS_PORT` by it and start-prometheus.mjs.
 */
export function readPortal() {
  const backendPort = port('SLIPWAY_BACKEND_PORT', 7007);
  const jobsPort = port('SLIPWAY_JOBS_PORT', backendPort + 10);
  const appPort = port('SLIPWAY_APP_PORT', 3000);
  const servicesPort = port('SLIPWAY_SERVICES_PORT', backendPort + 20);
  const prometheusPort = port('SLIPWAY_PROMETHEUS_PORT', backendPort + 30);
  const gatewayPort = port('SLIPWAY_GATEWAY_PORT', backendPort + 40);
  const dataDir = resolve(root, process.env.SLIPWAY_DATA_DIR || '.data');
  const appUrl = `http://localhost:${appPort}`;
  const backendUrl = `http://localhost:${backendPort}`;
  return {
    appPort,
    backendPort,
    jobsPort,
    servicesPort,
    prometheusPort,
    gatewayPort,
    appUrl,
    backendUrl,
    dataDir,
    pidFile: join(dataDir, 'backend.pid'),
    env: {
      // The dev server would open a browser before the backend is ready.
      BROWSER: process.env.BROWSER ?? 'none',
      SLIPWAY_DATA_DIR: dataDir,
      SLIPWAY_JOBS_PORT: String(jobsPort),
      JOBS_PORT: String(jobsPort),
      JOBS_DIR: join(dataDir, 'jobs'),
      APP_CONFIG_app_baseUrl: JSON.stringify(appUrl),
      // The backend does not serve the app, so it needs no copy of it.
      APP_CONFIG_app_disableStaticFallbackCache: 'true',
      APP_CONFIG_backend_baseUrl: JSON.stringify(backendUrl),
      APP_CONFIG_backend_listen_port: JSON.stringify(backendPort),
      APP_CONFIG_backend_cors_origin: JSON.stringify(appUrl),
    },
  };
}
