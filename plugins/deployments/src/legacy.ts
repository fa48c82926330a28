import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { deploymentsApiRef } from './api/DeploymentsApi';
import { DeploymentsApiClient } from './api/DeploymentsApiClient';
import { entityContentRouteRef, rootRouteRef } from './routes';

/** The deployments plugin for classic Backstage apps.
 * @public
 */
export const deploymentsPlugin = createPlugin({
  id: 'deployments',
  routes: { root: rootRouteRef, entityContent: entityContentRouteRef },
  apis: [
    createApiFactory({
      api: deploymentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DeploymentsApiClient(deps),
    }),
  ],
});

/** The page, to be mounted at `/deployments`.
 * @public
 */
export const DeploymentsPage = deploymentsPlugin.provide(
  createRoutableExtension({
    name: 'DeploymentsPage',
    mountPoint: rootRouteRef,
    component: () =>
      import('./components/page/LegacyDeploymentsPage').then(
        m => m.LegacyDeploymentsPage,
      ),
  }),
);

/** The tab of a service's page, to be mounted at `/deployments` inside it.
 * @public
 */
export const EntityDeploymentsContent = deploymentsPlugin.provide(
  createRoutableExtension({
    name: 'EntityDeploymentsContent',
    mountPoint: entityContentRouteRef,
    component: () =>
      import('./components/page/LegacyEntityViews').then(
        m => m.LegacyEntityDeployments,
      ),
  }),
);

/** The card of a service's overview.
 * @public
 */
export const EntityDeploymentsCard = deploymentsPlugin.provide(
  createComponentExtension({
    name: 'EntityDeploymentsCard',
    component: {
      lazy: () =>
        import('./components/page/LegacyEntityViews').then(
          m => m.LegacyDeploymentsCard,
        ),
    },
  }),
);

export {
  deploymentsApiRef,
  type DeploymentFilter,
  type DeploymentsApi,
  type PageOf,
  type RequestOptions,
} from './api/DeploymentsApi';
export { BackendUnreachableError } from './api/failures';
export { deploymentsTranslationRef } from './translation';
