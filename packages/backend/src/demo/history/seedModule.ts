import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  createDoraClient,
  dataOf,
} from '@slipway/backstage-plugin-deployments-common';
import type { DemoEvent } from './history';
import { demoHistory } from './history';
import { seed } from './seed';

const DAY_MS = 86_400_000;

/**
 * Tells the delivery metrics of a portal that is being tried of a year of made-up history, once, through the API by
 * which any other pipeline would.
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
        // As the demo's sign-in: nobody's real portal has made-up numbers.
        if (process.env.NODE_ENV !== 'development') return;
        const stopping = new AbortController();
        const client = createDoraClient({
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
        const tell = async (events: readonly DemoEvent[], dryRun: boolean) => {
          const body = { source: 'demo', dryRun, events: [...events] };
          return (await dataOf(client.POST('/ingest', { body }))).results;
        };
        lifecycle.addStartupHook(() => {
          // The portal is ready without it.
          void tellOnce(tell, stopping.signal, logger);
        });
        lifecycle.addBeforeShutdownHook(() => stopping.abort());
      },
    });
  },
});

async function tellOnce(
  tell: Parameters<typeof seed>[0]['tell'],
  signal: AbortSignal,
  logger: LoggerService,
): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  try {
    const result = await seed({ events: demoHistory(today), tell, signal });
    if (result === 'told') {
      logger.info(
        'The delivery metrics show a year of demo history of the example services',
      );
    }
  } catch (error) {
    if (signal.aborted) return;
    logger.warn(
      `The delivery metrics have no demo history; the next start tries again: ${stringifyError(
        error,
      )}`,
    );
  }
}
