import { createFrontendPlugin } from '@backstage/frontend-plugin-api';

/** The deployments plugin for Backstage's new frontend system. */
export default createFrontendPlugin({ pluginId: 'deployments' });
