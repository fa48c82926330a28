import { createApp } from '@backstage/frontend-defaults';
import authPlugin from '@backstage/plugin-auth';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import homePlugin from '@backstage/plugin-home/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import techdocsPlugin from '@backstage/plugin-techdocs/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import userSettingsStorageModule from '@backstage/plugin-app-module-user-settings';
import deploymentsPlugin from '@slipway/backstage-plugin-deployments';
import { demoModule } from './demo';
import { navModule } from './nav';
import { notificationSettingsModule } from './settings/notificationSettings';

export default createApp({
  features: [
    authPlugin,
    catalogPlugin,
    catalogGraphPlugin,
    deploymentsPlugin,
    homePlugin,
    notificationsPlugin,
    orgPlugin,
    searchPlugin,
    signalsPlugin,
    techdocsPlugin,
    userSettingsPlugin,
    userSettingsStorageModule,
    navModule,
    notificationSettingsModule,
    demoModule,
  ],
});
