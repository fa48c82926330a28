import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type {
  DeploymentsExtensionPoint,
  ServiceEnvironmentRef,
} from '@slipway/backstage-plugin-deployments-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { MeasuredPlace, TrafficMetrics } from './trafficMetrics';

/**
 * `GET /local/metrics`, below the deployments plugin's own address: the traffic of what the caller may read. A scraper
 * comes with a token of its own, see the README.
 */
export function createMetricsRouter(options: {
  metrics: TrafficMetrics;
  manager: { readonly places: readonly MeasuredPlace[] };
  httpAuth: HttpAuthService;
  deployments: Pick<DeploymentsExtensionPoint, 'filterReadable'>;
}): Router {
  const { metrics, manager, httpAuth, deployments } = options;
  const router = PromiseRouter();
  router.get('/local/metrics', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const { places } = manager;
    const readable = await deployments.filterReadable(
      credentials,
      places.map(({ key }) => key),
    );
    const names = new Set(readable.map(nameOf));
    const { contentType, text } = await metrics.render(
      places.filter(({ key }) => names.has(nameOf(key))),
    );
    response.set('content-type', contentType).send(text);
  });
  return router;
}

function nameOf({ service, environment }: ServiceEnvironmentRef): string {
  return JSON.stringify([service, environment]);
}
