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
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type { DemoEvent } from './history';
import { createDemoHistory } from './history';
import { seed, type SeedOptions } from './seed';

const DAY_MS = 86_400_000;

/**
 * Imports a year of generated history into a demo portal, once. History, activity and the delivery metrics show it as
 * made up.
 */
export const demoHistoryModule = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'demo-history',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        deployments: deploymentsExtensionPoint,
        discovery: coreServices.discovery,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
      },
      async init({ auth, deployments, discovery, lifecycle, logger }) {
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
          void importOnce({
            importDeployments: deployments.importDemoDeployments,
            send,
            signal: stopping.signal,
            logger,
          });
        });
        lifecycle.addBeforeShutdownHook(() => stopping.abort());
      },
    });
  },
});

async function importOnce(
  options: Omit<SeedOptions, 'events'> & { logger: LoggerService },
): Promise<void> {
  const { signal, logger } = options;
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  try {
    const result = await seed({
      ...options,
      events: createDemoHistory(today),
    });
    if (result === 'imported') {
      logger.info(
        'A year of made-up history of the example services was imported',
      );
    }
  } catch (error) {
    if (signal.aborted) return;
    logger.warn(
      `The made-up history could not be imported. The next start tries again: ${stringifyError(
        error,
      )}`,
    );
  }
}
