/**
 * Metrics of the portal's backend for Prometheus, on http://127.0.0.1:9464/metrics.
 *
 * It must be loaded before the backend, because instruments that are created without an SDK report nothing.
 * docs/how-to/observe.md explains how to load it and which packages it needs.
 */
import { isMainThread } from 'node:worker_threads';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';

// The backend's worker threads also load it.
if (isMainThread) {
  const sdk = new NodeSDK({
    serviceName: 'backstage',
    metricReaders: [
      new PrometheusExporter({
        // There is no authentication, so it listens on this machine only by default.
        host: process.env.METRICS_HOST ?? '127.0.0.1',
        port: Number(process.env.METRICS_PORT ?? 9464),
      }),
    ],
  });
  sdk.start();
}
