import appPlugin from '@backstage/plugin-app-backend';
import authPlugin from '@backstage/plugin-auth-backend';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import eventsPlugin from '@backstage/plugin-events-backend';
import mcpActionsPlugin from '@backstage/plugin-mcp-actions-backend';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import searchPlugin from '@backstage/plugin-search-backend';
import searchCatalogModule from '@backstage/plugin-search-backend-module-catalog';
import signalsPlugin from '@backstage/plugin-signals-backend';
import techdocsPlugin from '@backstage/plugin-techdocs-backend';
import userSettingsPlugin from '@backstage/plugin-user-settings-backend';
import catalogModuleDeployments from '@slipway/backstage-plugin-catalog-backend-module-deployments';
import deploymentsPlugin from '@slipway/backstage-plugin-deployments-backend';
import deploymentsModuleGeneric from '@slipway/backstage-plugin-deployments-backend-module-generic';
import deploymentsModuleGitHub from '@slipway/backstage-plugin-deployments-backend-module-github';
import deploymentsModuleKubernetes from '@slipway/backstage-plugin-deployments-backend-module-kubernetes';
import deploymentsModuleLocal from '@slipway/backstage-plugin-deployments-backend-module-local';
import deploymentsModuleOci from '@slipway/backstage-plugin-deployments-backend-module-oci';
import deploymentsModulePrometheus from '@slipway/backstage-plugin-deployments-backend-module-prometheus';
import searchModuleDeployments from '@slipway/backstage-plugin-search-backend-module-deployments';
import { demoHistoryModule } from './demo/history/seedModule';
import { demoPermissionModule } from './demo/permissionModule';
import { demoSignInModule } from './demo/signIn';
import { docsModule } from './docs/docsModule';

/** The plugins and modules of the portal. `routes.test.ts` sends requests to every route of those of `deployments`. */
export const features = [
  appPlugin,
  authPlugin,
  demoSignInModule,
  catalogPlugin,
  catalogModuleDeployments,
  permissionPlugin,
  demoPermissionModule,
  eventsPlugin,
  signalsPlugin,
  notificationsPlugin,
  searchPlugin,
  searchCatalogModule,
  searchModuleDeployments,
  userSettingsPlugin,
  mcpActionsPlugin,
  techdocsPlugin,
  docsModule,

  deploymentsPlugin,
  deploymentsModuleGeneric,
  deploymentsModuleGitHub,
  deploymentsModuleKubernetes,
  deploymentsModuleLocal,
  deploymentsModuleOci,
  deploymentsModulePrometheus,
  demoHistoryModule,
];
