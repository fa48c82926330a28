import {
  ApiBlueprint,
  appLanguageApiRef,
  AppRootElementBlueprint,
  coreExtensionData,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
  type RouteRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import CloudUpload from '@material-ui/icons/CloudUpload';
import { deploymentsApiRef } from './api/DeploymentsApi';
import { DeploymentsApiClient } from './api/DeploymentsApiClient';
import { doraApiRef } from './api/DoraApi';
import { DoraApiClient } from './api/DoraApiClient';
import {
  ACTIVITY_PATH,
  ADMIN_PATH,
  DORA_PATH,
  DRIFT_PATH,
  ENTITY_DORA_PATH,
  ENTITY_TAB_PATH,
  NEEDS_YOU_PATH,
  SERVICES_PATH,
} from './routes/pagePaths';
import { homeWidgets } from './features/homeWidgets/homeWidgets';
import { NeedsYouIcon } from './features/needsYou/NeedsYouIcon';
import { loadViews } from './loadViews';
import { LazyNotificationToasts } from './notifications/LazyNotificationToasts';
import { needsYouRouteRef, rootRouteRef } from './routes/routeRefs';
import { isDeploymentsAvailable } from './shared/entities/isDeploymentsAvailable';
import { followLanguage } from './shared/format/locale';

const TITLE = 'Deployments';
const NEEDS_YOU_TITLE = 'Needs you';
const ICON = <CloudUpload fontSize="inherit" />;

// Route refs of both frontend systems are the same object at run time, but have different types.
const pageRouteRef = rootRouteRef as unknown as RouteRef;
const needsYouPageRouteRef = needsYouRouteRef as unknown as RouteRef;

const deploymentsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
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
});

const doraApi = ApiBlueprint.make({
  name: 'dora',
  params: defineParams =>
    defineParams({
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
});

/**
 * The page accepts sub-pages, so that other features can add tabs, and routes them itself, because a deployment's page
 * at `/deployments/:id` is not a tab.
 */
const deploymentsPage = PageBlueprint.makeWithOverrides({
  factory(originalFactory, { config, inputs }) {
    const title = config.title ?? TITLE;
    const tabs = inputs.pages.map(page => {
      const path = page.get(coreExtensionData.routePath);
      return {
        path,
        title: page.get(coreExtensionData.title) ?? path,
        icon: page.get(coreExtensionData.icon),
        element: page.get(coreExtensionData.reactElement),
      };
    });
    return originalFactory({
      path: '/deployments',
      title,
      icon: ICON,
      routeRef: pageRouteRef,
      noHeader: true,
      loader: () =>
        loadViews().then(it =>
          it.loadDeploymentsPage({ title, icon: ICON, tabs }),
        ),
    });
  },
});

const servicesSubPage = SubPageBlueprint.make({
  name: 'services',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: SERVICES_PATH,
    title: 'Services',
    loader: () => loadViews().then(it => it.loadServices()),
  },
});

const needsYouSubPage = SubPageBlueprint.make({
  name: 'needs-you',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: NEEDS_YOU_PATH,
    title: NEEDS_YOU_TITLE,
    loader: () => loadViews().then(it => it.loadNeedsYou()),
  },
});

/**
 * Puts the inbox into the navigation, with the number of decisions: apps list their pages there, and no sub-pages. The
 * page leads to the sub-page.
 */
const needsYouPage = PageBlueprint.make({
  name: 'needs-you',
  params: {
    path: '/needs-you',
    title: NEEDS_YOU_TITLE,
    icon: <NeedsYouIcon />,
    routeRef: needsYouPageRouteRef,
    noHeader: true,
    loader: () => loadViews().then(it => it.loadNeedsYouRedirect()),
  },
});

/** Apps that enable it turn off the toasts of Backstage's `NotificationsSidebarItem`. */
const notificationToasts = AppRootElementBlueprint.make({
  name: 'notification-toasts',
  disabled: true,
  params: { element: <LazyNotificationToasts /> },
});

const activitySubPage = SubPageBlueprint.make({
  name: 'activity',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: ACTIVITY_PATH,
    title: 'Activity',
    loader: () => loadViews().then(it => it.loadActivity()),
  },
});

const driftSubPage = SubPageBlueprint.make({
  name: 'drift',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: DRIFT_PATH,
    title: 'Drift',
    loader: () => loadViews().then(it => it.loadDrift()),
  },
});

const doraSubPage = SubPageBlueprint.make({
  name: 'dora',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: DORA_PATH,
    title: 'DORA',
    loader: () => loadViews().then(it => it.loadDora()),
  },
});

/** For people who run the portal. Without the permission there is no tab. */
const adminSubPage = SubPageBlueprint.make({
  name: 'admin',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: ADMIN_PATH,
    title: 'Admin',
    loader: () => loadViews().then(it => it.loadAdmin()),
  },
});

const entityDeployments = EntityContentBlueprint.make({
  name: 'deployments',
  params: {
    path: ENTITY_TAB_PATH,
    title: TITLE,
    group: 'deployment',
    filter: isDeploymentsAvailable,
    loader: () => loadViews().then(it => it.loadEntityDeployments()),
  },
});

const entityDeploymentsCard = EntityCardBlueprint.make({
  name: 'deployments',
  params: {
    type: 'content',
    filter: isDeploymentsAvailable,
    loader: async () => {
      const DeploymentsCard = await loadViews().then(it =>
        it.loadDeploymentsCard(),
      );
      return <DeploymentsCard />;
    },
  },
});

const entityDora = EntityContentBlueprint.make({
  name: 'dora',
  params: {
    path: ENTITY_DORA_PATH,
    title: 'DORA and incidents',
    filter: isDeploymentsAvailable,
    loader: () => loadViews().then(it => it.loadEntityDora()),
  },
});

const entityDoraCard = EntityCardBlueprint.make({
  name: 'dora',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'group', 'system'] } },
    loader: async () => {
      const DoraCard = await loadViews().then(it => it.loadDoraCard());
      return <DoraCard />;
    },
  },
});

/** The deployments plugin for Backstage's new frontend system. */
export default createFrontendPlugin({
  pluginId: 'deployments',
  title: TITLE,
  icon: ICON,
  routes: { root: pageRouteRef },
  extensions: [
    deploymentsApi,
    doraApi,
    deploymentsPage,
    servicesSubPage,
    needsYouPage,
    needsYouSubPage,
    notificationToasts,
    activitySubPage,
    driftSubPage,
    doraSubPage,
    adminSubPage,
    entityDeployments,
    entityDeploymentsCard,
    entityDora,
    entityDoraCard,
    ...homeWidgets,
  ],
});
