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
import { loadViews } from './loadViews';
import {
  entityContentRouteRef,
  entityDoraRouteRef,
  rootRouteRef,
} from './routes/routeRefs';
import { followLanguage } from './shared/format/locale';

const loadLegacyEntityViews = () =>
  loadViews().then(it => it.loadLegacyEntityViews());

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
    component: () => loadViews().then(it => it.loadLegacyDeploymentsPage()),
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
        loadLegacyEntityViews().then(it => it.LegacyEntityDeployments),
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
          loadLegacyEntityViews().then(it => it.LegacyDeploymentsCard),
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
    component: () => loadLegacyEntityViews().then(it => it.LegacyEntityDora),
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
        lazy: () => loadViews().then(it => it.loadDoraCard()),
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
      lazy: () => loadViews().then(it => it.loadNeedsYouSidebarItem()),
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
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeNeedsYou()),
    }),
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
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeMyServices()),
    }),
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
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeMyDeployments()),
    }),
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
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeDora()),
    }),
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
