import { deploymentsPermissions } from '@slipway/backstage-plugin-deployments-common';
import { describePermission } from './describePermission';

describe('describePermission', () => {
  it.each(deploymentsPermissions.map(({ name }) => name))(
    'describes %s in words',
    name => {
      expect(describePermission(name)).not.toContain(name);
    },
  );
});
