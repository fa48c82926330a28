import { createBackend } from '@backstage/backend-defaults';
import { stringifyError } from '@backstage/errors';
import { demoHistoryModule } from './demo/history/seedModule';
import { demoPermissionModule } from './demo/permissionModule';
import { writePidFile } from './demo/pidFile';
import { demoSignInModule } from './demo/signIn';

if (process.env.NODE_ENV === 'development') {
  writePidFile();
}

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(demoSignInModule);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(demoPermissionModule);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('@slipway/backstage-plugin-deployments-backend'));
backend.add(
  import('@slipway/backstage-plugin-deployments-backend-module-local'),
);
backend.add(demoHistoryModule);

// Without this a failed start is only logged, and leaves a process behind that
// listens and never becomes ready.
backend.start().catch(error => {
  console.error(stringifyError(error));
  process.exit(1);
});
