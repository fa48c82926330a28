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
      loader: async () => {
        const [{ DeploymentsRouter }, { ToastNotifier }] = await Promise.all([
          import('./features/deploymentsPage/DeploymentsRouter'),
          import('./notifications/ToastNotifier'),
        ]);
        return (
          <ToastNotifier>
            <DeploymentsRouter title={title} icon={ICON} tabs={tabs} />
          </ToastNotifier>
        );
      },
    });
  },
});

const servicesSubPage = SubPageBlueprint.make({
  name: 'services',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: SERVICES_PATH,
    title: 'Services',
    loader: async () => {
      const { TabContent } = await import(
        './features/deploymentsPage/TabContent'
      );
      const { ServicesGrid } = await import(
        './features/serviceList/ServicesGrid'
      );
      return (
        <TabContent path={SERVICES_PATH}>
          <ServicesGrid />
        </TabContent>
      );
    },
  },
});

const needsYouSubPage = SubPageBlueprint.make({
  name: 'needs-you',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: NEEDS_YOU_PATH,
    title: NEEDS_YOU_TITLE,
    loader: async () => {
      const { TabContent } = await import(
        './features/deploymentsPage/TabContent'
      );
      const { NeedsYou } = await import('./features/needsYou/NeedsYou');
      return (
        <TabContent path={NEEDS_YOU_PATH}>
          <NeedsYou />
        </TabContent>
      );
    },
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
    loader: async () => {
      const { NeedsYouRedirect } = await import(
        './features/needsYou/NeedsYouRedirect'
      );
      return <NeedsYouRedirect />;
    },
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
    loader: async () => {
      const { TabContent } = await import(
        './features/deploymentsPage/TabContent'
      );
      const { Activity } = await import('./features/history/Activity');
      return (
        <TabContent path={ACTIVITY_PATH}>
          <Activity />
        </TabContent>
      );
    },
  },
});

const driftSubPage = SubPageBlueprint.make({
  name: 'drift',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: DRIFT_PATH,
    title: 'Drift',
    loader: async () => {
      const { TabContent } = await import(
        './features/deploymentsPage/TabContent'
      );
      const { FleetDrift } = await import('./features/fleetDrift/FleetDrift');
      return (
        <TabContent path={DRIFT_PATH}>
          <FleetDrift />
        </TabContent>
      );
    },
  },
});

const doraSubPage = SubPageBlueprint.make({
  name: 'dora',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: DORA_PATH,
    title: 'DORA',
    loader: async () => {
      const { TabContent } = await import(
        './features/deploymentsPage/TabContent'
      );
      const { DoraPages } = await import(
        './features/deliveryMetrics/page/DoraPages'
      );
      return (
        <TabContent>
          <DoraPages />
        </TabContent>
      );
    },
  },
});

/** For people who run the portal. Without the permission there is no tab. */
const adminSubPage = SubPageBlueprint.make({
  name: 'admin',
  attachTo: { id: 'page:deployments', input: 'pages' },
  params: {
    path: ADMIN_PATH,
    title: 'Admin',
    loader: async () => {
      const { TabContent } = await import(
        './features/deploymentsPage/TabContent'
      );
      const { AdminPage } = await import('./features/engineAdmin/AdminPage');
      return (
        <TabContent path={ADMIN_PATH}>
          <AdminPage />
        </TabContent>
      );
    },
  },
});

const entityDeployments = EntityContentBlueprint.make({
  name: 'deployments',
  params: {
    path: ENTITY_TAB_PATH,
    title: TITLE,
    group: 'deployment',
    filter: isDeploymentsAvailable,
    loader: async () => {
      const [{ EntityDeployments }, { ToastNotifier }] = await Promise.all([
        import('./features/serviceDeployments/EntityDeployments'),
        import('./notifications/ToastNotifier'),
      ]);
      return (
        <ToastNotifier>
          <EntityDeployments />
        </ToastNotifier>
      );
    },
  },
});

const entityDeploymentsCard = EntityCardBlueprint.make({
  name: 'deployments',
  params: {
    type: 'content',
    filter: isDeploymentsAvailable,
    loader: async () => {
      const { DeploymentsCard } = await import(
        './features/serviceDeployments/DeploymentsCard'
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
    loader: async () => {
      const [{ EntityDora }, { ToastNotifier }] = await Promise.all([
        import('./features/deliveryMetrics/page/EntityDora'),
        import('./notifications/ToastNotifier'),
      ]);
      return (
        <ToastNotifier>
          <EntityDora />
        </ToastNotifier>
      );
    },
  },
});

const entityDoraCard = EntityCardBlueprint.make({
  name: 'dora',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'group', 'system'] } },
    loader: async () => {
      const { DoraCard } = await import(
        './features/deliveryMetrics/summary/DoraCard'
      );
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
