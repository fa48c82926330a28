/**
 * Metrics of the portal's backend for Prometheus, on http://127.0.0.1:9464/metrics.
 *
 * It has to be loaded before the backend: instruments that were made before there is an SDK go nowhere. How, and which
 * packages it needs, stands in docs/how-to/observe.md.
 */
import { isMainThread } from 'node:worker_threads';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';

// Workers of the backend load it as well.
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
