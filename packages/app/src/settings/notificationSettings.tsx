import { Content } from '@backstage/core-components';
import {
  createFrontendModule,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';

/** Backstage leaves it to apps to show the notification settings. */
export const notificationSettingsModule = createFrontendModule({
  pluginId: 'user-settings',
  extensions: [
    SubPageBlueprint.make({
      name: 'notifications',
      params: {
        path: 'notifications',
        title: 'Notifications',
        loader: async () => {
          const { UserNotificationSettingsCard } = await import(
            '@backstage/plugin-notifications'
          );
          return (
            <Content>
              <UserNotificationSettingsCard
                originNames={{ 'plugin:deployments': 'Deployments' }}
              />
            </Content>
          );
        },
      },
    }),
  ],
});
