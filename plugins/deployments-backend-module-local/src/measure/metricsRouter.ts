import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { DeploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  toKey,
  type MeasuredServiceEnvironment,
  type TrafficMetrics,
} from './trafficMetrics';

/**
 * Creates the route `GET /local/metrics` below the URL of the deployments plugin. It returns the traffic of the service
 * environments that the caller may read. A scraper needs its own token, see the README.
 */
export function createMetricsRouter(options: {
  metrics: TrafficMetrics;
  supervisor: {
    readonly serviceEnvironments: readonly MeasuredServiceEnvironment[];
  };
  httpAuth: HttpAuthService;
  deployments: Pick<DeploymentsExtensionPoint, 'filterReadable'>;
}): Router {
  const { metrics, supervisor, httpAuth, deployments } = options;
  const router = PromiseRouter();
  router.get('/local/metrics', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const { serviceEnvironments } = supervisor;
    const readable = await deployments.filterReadable(
      credentials,
      serviceEnvironments.map(({ ref }) => ref),
    );
    const keys = new Set(readable.map(toKey));
    const { contentType, text } = await metrics.render(
      serviceEnvironments.filter(({ ref }) => keys.has(toKey(ref))),
    );
    response.set('content-type', contentType).send(text);
  });
  return router;
}
