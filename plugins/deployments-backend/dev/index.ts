import { createBackend } from '@backstage/backend-defaults';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Entity } from '@backstage/catalog-model';

/*
 * A backend with the deployments plugin, the local target and one service, to try the API without a portal and without
 * signing in: every request comes from the guest. CONTRIBUTING.md has an example.
 */
const GUEST = 'user:default/guest';

const entities: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'checkout', namespace: 'default', title: 'Checkout' },
    spec: { type: 'service', lifecycle: 'production', owner: GUEST },
    relations: [{ type: 'ownedBy', targetRef: GUEST }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'guest', namespace: 'default' },
    spec: { profile: { displayName: 'Guest' }, memberOf: [] },
  },
];

const backend = createBackend();

backend.add(mockServices.auth.factory());
backend.add(
  mockServices.httpAuth.factory({
    defaultCredentials: mockCredentials.user(GUEST),
  }),
);
backend.add(mockServices.userInfo.factory());
backend.add(catalogServiceMock.factory({ entities }));
// It receives what the plugin sends to people.
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('../src'));
backend.add(
  import('@slipway/backstage-plugin-deployments-backend-module-local'),
);

backend.start();
