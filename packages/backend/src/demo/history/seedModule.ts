import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  createDeploymentsClient,
  unwrapResponse,
} from '@slipway/backstage-plugin-deployments-common';
import type { DemoEvent } from './history';
import { createDemoHistory } from './history';
import { seed, type SeedOptions } from './seed';

const DAY_MS = 86_400_000;

/**
 * Imports a year of generated history into the delivery metrics of a demo portal, once, through the ingestion API that
 * other pipelines use.
 */
export const demoHistoryModule = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'demo-history',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
      },
      async init({ auth, discovery, lifecycle, logger }) {
        // Like the demo sign-in: a real portal must not have generated data.
        if (process.env.NODE_ENV !== 'development') return;
        const stopping = new AbortController();
        const client = createDeploymentsClient({
          baseUrl: await discovery.getBaseUrl('deployments'),
          fetch: async (input, init) => {
            const { token } = await auth.getPluginRequestToken({
              onBehalfOf: await auth.getOwnServiceCredentials(),
              targetPluginId: 'deployments',
            });
            const headers = new Headers(init?.headers);
            headers.set('Authorization', `Bearer ${token}`);
            return fetch(input, { ...init, headers, signal: stopping.signal });
          },
        });
        const send = async (events: readonly DemoEvent[], dryRun: boolean) => {
          const body = { source: 'demo', dryRun, events: [...events] };
          return (await unwrapResponse(client.POST('/dora/ingest', { body })))
            .results;
        };
        lifecycle.addStartupHook(() => {
          // The portal does not need it to be ready.
          void importOnce(send, stopping.signal, logger);
        });
        lifecycle.addBeforeShutdownHook(() => stopping.abort());
      },
    });
  },
});

async function importOnce(
  send: SeedOptions['send'],
  signal: AbortSignal,
  logger: LoggerService,
): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  try {
    const result = await seed({
      events: createDemoHistory(today),
      send,
      signal,
    });
    if (result === 'imported') {
      logger.info(
        'A year of demo history of the example services was imported into the delivery metrics',
      );
    }
  } catch (error) {
    if (signal.aborted) return;
    logger.warn(
      `The demo history could not be imported into the delivery metrics. The next start tries again: ${stringifyError(
        error,
      )}`,
    );
  }
}
