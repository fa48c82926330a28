import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  deploymentResourceRef,
  parseDeploymentResourceRef,
} from '@slipway/backstage-plugin-deployments-common';
import { CHECKOUT, entities, model } from '../api/__testUtils__/fixtures';
import { createServiceDirectory } from './serviceDirectory';
import { registerPermissions } from './registerPermissions';
import { deploymentPermissionRules } from './permissionRules';

describe('registerPermissions', () => {
  const permissionsRegistry = mockServices.permissionsRegistry.mock();
  const auth = mockServices.auth();
  registerPermissions({
    permissionsRegistry,
    auth,
    services: createServiceDirectory({
      catalog: catalogServiceMock({ entities }),
      auth,
    }),
    model,
  });
  const [{ getResources }] = permissionsRegistry.addResourceType.mock
    .calls[0] as any;

  it('finds service environments by their refs', async () => {
    await expect(
      getResources([
        deploymentResourceRef({ service: CHECKOUT, environment: 'production' }),
        deploymentResourceRef({ service: CHECKOUT }),
        'component:default/nope@production',
        `${CHECKOUT}@moon`,
      ]),
    ).resolves.toEqual([
      {
        service: CHECKOUT,
        owners: ['group:default/payments'],
        environment: { name: 'production', tier: 'production' },
      },
      {
        service: CHECKOUT,
        owners: ['group:default/payments'],
        environment: undefined,
      },
      undefined,
      undefined,
    ]);
  });

  it('parses the refs that it formats', () => {
    for (const serviceEnvironment of [
      { service: CHECKOUT },
      { service: CHECKOUT, environment: 'eu@production' },
    ]) {
      expect(
        parseDeploymentResourceRef(deploymentResourceRef(serviceEnvironment)),
      ).toEqual(serviceEnvironment);
    }
  });

  it('applies each rule the same way to a resource and in a query', () => {
    const serviceEnvironment = {
      service: CHECKOUT,
      owners: ['group:default/payments'],
      environment: { name: 'production', tier: 'production' as const },
    };
    const { isOwner, isEnvironment, isTier } = deploymentPermissionRules;
    expect(
      isOwner.apply(serviceEnvironment, { claims: ['Group:default/Payments'] }),
    ).toBe(true);
    expect(
      isEnvironment.apply(serviceEnvironment, { environments: ['staging'] }),
    ).toBe(false);
    expect(isTier.apply(serviceEnvironment, { tiers: ['production'] })).toBe(
      true,
    );
    expect(isTier.toQuery({ tiers: ['production'] })).toEqual({
      tierIn: ['production'],
    });
  });
});
