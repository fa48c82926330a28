import { createPlugin } from '@backstage/core-plugin-api';

/** The deployments plugin for classic Backstage apps. */
export const deploymentsPlugin = createPlugin({ id: 'deployments' });
