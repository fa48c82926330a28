/**
 * Metrics of the portal's backend for Prometheus, on http://127.0.0.1:9464/metrics.
 *
 * Load it before the backend: instruments that are created before there is an SDK export nothing. docs/how-to/observe.md
 * explains how, and lists the packages it needs.
 */
import { isMainThread } from 'node:worker_threads';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';

// The backend's worker threads load this file too.
if (isMainThread) {
  const sdk = new NodeSDK({
    serviceName: 'backstage',
    metricReaders: [
      new PrometheusExporter({
        // Whoever reaches it reads it, so that it listens to this machine only unless it is told to.
        host: process.env.METRICS_HOST ?? '127.0.0.1',
        port: Number(process.env.METRICS_PORT ?? 9464),
      }),
    ],
  });
  sdk.start();
}
