import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { createCardExtension } from '@backstage/plugin-home-react';
import type { JSX } from 'react';
import { deploymentsApiRef } from './api/DeploymentsApi';
import { DeploymentsApiClient } from './api/DeploymentsApiClient';
import { doraApiRef } from './api/DoraApi';
import { DoraApiClient } from './api/DoraApiClient';
import {
  entityContentRouteRef,
  entityDoraRouteRef,
  rootRouteRef,
} from './routes/routeRefs';
import { followLanguage } from './shared/format/locale';

/** In the columns and rows of the home page's grid. */
const WIDGET_LAYOUT = {
  width: { minColumns: 3, defaultColumns: 6 },
  height: { minRows: 4, defaultRows: 7 },
};

/** The deployments plugin for classic Backstage apps.
 * @public
 */
export const deploymentsPlugin = createPlugin({
  id: 'deployments',
  routes: {
    root: rootRouteRef,
    entityContent: entityContentRouteRef,
    entityDora: entityDoraRouteRef,
  },
  apis: [
    createApiFactory({
      api: deploymentsApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        appLanguageApi: appLanguageApiRef,
      },
      factory: ({ appLanguageApi, ...deps }) => {
        followLanguage(appLanguageApi);
        return new DeploymentsApiClient(deps);
      },
    }),
    createApiFactory({
      api: doraApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        appLanguageApi: appLanguageApiRef,
      },
      factory: ({ appLanguageApi, ...deps }) => {
        followLanguage(appLanguageApi);
        return new DoraApiClient(deps);
      },
    }),
  ],
});

/** The page, to be mounted at `/deployments`.
 * @public
 */
export const DeploymentsPage: () => JSX.Element = deploymentsPlugin.provide(
  createRoutableExtension({
    name: 'DeploymentsPage',
    mountPoint: rootRouteRef,
    component: () =>
      import('./features/deploymentsPage/LegacyDeploymentsPage').then(
        m => m.LegacyDeploymentsPage,
      ),
  }),
);

/** The tab of a service's page, to be mounted at `/deployments` inside it.
 * @public
 */
export const EntityDeploymentsContent: () => JSX.Element =
  deploymentsPlugin.provide(
    createRoutableExtension({
      name: 'EntityDeploymentsContent',
      mountPoint: entityContentRouteRef,
      component: () =>
        import('./features/deploymentsPage/LegacyEntityViews').then(
          m => m.LegacyEntityDeployments,
        ),
    }),
  );

/** The card of a service's overview.
 * @public
 */
export const EntityDeploymentsCard: () => JSX.Element =
  deploymentsPlugin.provide(
    createComponentExtension({
      name: 'EntityDeploymentsCard',
      component: {
        lazy: () =>
          import('./features/deploymentsPage/LegacyEntityViews').then(
            m => m.LegacyDeploymentsCard,
          ),
      },
    }),
  );

/** The tab of a service's page with its metrics and incidents, to be mounted at `/dora` inside it.
 * @public
 */
export const EntityDoraContent: () => JSX.Element = deploymentsPlugin.provide(
  createRoutableExtension({
    name: 'EntityDoraContent',
    mountPoint: entityDoraRouteRef,
    component: () =>
      import('./features/deploymentsPage/LegacyEntityViews').then(
        m => m.LegacyEntityDora,
      ),
  }),
);

/** The card of the metrics, for the overview of a service, a system or a group.
 * @public
 */
export const EntityDoraCard: () => JSX.Element | null =
  deploymentsPlugin.provide(
    createComponentExtension({
      name: 'EntityDoraCard',
      component: {
        lazy: () =>
          import('./features/deliveryMetrics/summary/DoraCard').then(
            m => m.DoraCard,
          ),
      },
    }),
  );

/** An item for the sidebar that leads to the decisions that wait for the reader, with their number.
 * @public
 */
export const NeedsYouSidebarItem: () => JSX.Element = deploymentsPlugin.provide(
  createComponentExtension({
    name: 'NeedsYouSidebarItem',
    component: {
      lazy: () =>
        import('./features/needsYou/NeedsYouSidebarItem').then(
          m => m.NeedsYouSidebarItem,
        ),
    },
  }),
);

/** The decisions that wait for the reader, for a home page.
 * @public
 */
export const HomePageNeedsYou = deploymentsPlugin.provide(
  createCardExtension({
    name: 'HomePageNeedsYou',
    title: 'Needs you',
    description: 'Deployments that wait for your decision',
    components: async () => {
      const { HomeNeedsYou } = await import('./features/needsYou/HomeNeedsYou');
      return { Content: HomeNeedsYou };
    },
    layout: WIDGET_LAYOUT,
  }),
);

/** The state of the services that belong to the reader or their groups, for a home page.
 * @public
 */
export const HomePageMyServices = deploymentsPlugin.provide(
  createCardExtension({
    name: 'HomePageMyServices',
    title: 'My services',
    description: 'What your services run, and how they are',
    components: async () => {
      const { HomeMyServices } = await import(
        './features/homeWidgets/HomeMyServices'
      );
      return { Content: HomeMyServices };
    },
    layout: WIDGET_LAYOUT,
  }),
);

/** The deployments that the reader requested, for a home page.
 * @public
 */
export const HomePageMyDeployments = deploymentsPlugin.provide(
  createCardExtension({
    name: 'HomePageMyDeployments',
    title: 'My deployments',
    description: 'Deployments that you requested',
    components: async () => {
      const { HomeMyDeployments } = await import(
        './features/homeWidgets/HomeMyDeployments'
      );
      return { Content: HomeMyDeployments };
    },
    layout: WIDGET_LAYOUT,
  }),
);

/** The metrics of one of the reader's teams, for a home page.
 * @public
 */
export const HomePageDora = deploymentsPlugin.provide(
  createCardExtension({
    name: 'HomePageDora',
    title: "My team's delivery",
    description: 'The delivery metrics of one of your teams',
    components: async () => {
      const { HomeDora } = await import(
        './features/deliveryMetrics/summary/HomeDora'
      );
      return { Content: HomeDora };
    },
    layout: WIDGET_LAYOUT,
  }),
);

export {
  deploymentsApiRef,
  type ComparisonQuery,
  type DeploymentFilter,
  type DeploymentsApi,
  type DriftQuery,
  type PageOf,
  type RequestOptions,
} from './api/DeploymentsApi';
export {
  doraApiRef,
  type BandsYear,
  type DeadLetterQuery,
  type DoraApi,
  type DoraSelected,
  type OpenIncidentRequest,
} from './api/DoraApi';
export { BackendUnreachableError } from './api/failures';
export { deploymentsTranslationRef } from './i18n/deploymentsTranslationRef';
export { isDeploymentsAvailable } from './shared/entities/isDeploymentsAvailable';
