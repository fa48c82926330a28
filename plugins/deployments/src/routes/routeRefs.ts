import { createRouteRef } from '@backstage/core-plugin-api';

/** Where the deployments page is mounted. The page itself routes everything below it. */
export const rootRouteRef = createRouteRef({ id: 'deployments' });

/** Where classic apps mount the deployments tab of a service's page. */
export const entityContentRouteRef = createRouteRef({
  id: 'deployments:entity',
});

/** Where classic apps mount the metrics tab of a service's page. */
export const entityDoraRouteRef = createRouteRef({
  id: 'deployments:entity-dora',
});

/** The page that puts the inbox into the navigation. */
export const needsYouRouteRef = createRouteRef({ id: 'deployments:needs-you' });
