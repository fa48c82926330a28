import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  auditReadPermission,
  deploymentAbandonPermission,
  deploymentApprovePermission,
  deploymentControlPermission,
  deploymentCreatePermission,
  deploymentOverridePermission,
  deploymentReadPermission,
  deploymentRollbackPermission,
  deploymentsPermissions,
  doraIngestPermission,
  doraManagePermission,
  engineReadPermission,
  holdLiftPermission,
  incidentWritePermission,
  versionQuarantinePermission,
  versionRegisterPermission,
} from '@slipway/backstage-plugin-deployments-common';
import {
  DemoPermissionPolicy,
  decide,
  rolesByPermission,
} from './permissionPolicy';

const ANA = ['user:default/ana', 'group:default/team-checkout'];
const CARLA = [
  'user:default/carla',
  'group:default/team-storefront',
  'group:default/release-managers',
];
const DMITRI = [
  'user:default/dmitri',
  'group:default/team-platform',
  'group:default/platform-leads',
];
const EVA = ['user:default/eva', 'group:default/auditors'];

/** `own`: only for services that they own. */
const decideFor = (permission: Permission, claims: string[]) => {
  const decision = decide(permission, claims);
  switch (decision.result) {
    case AuthorizeResult.ALLOW:
      return 'yes';
    case AuthorizeResult.CONDITIONAL:
      expect(decision.conditions).toMatchObject({
        rule: 'IS_OWNER',
        params: { claims },
      });
      return 'own';
    default:
      return 'no';
  }
};

describe('DemoPermissionPolicy', () => {
  it.each<[Permission, ...string[]]>([
    // permission, developer, release manager, platform lead, auditor
    [deploymentReadPermission, 'yes', 'yes', 'yes', 'yes'],
    [engineReadPermission, 'no', 'no', 'yes', 'no'],
    [auditReadPermission, 'no', 'yes', 'yes', 'yes'],
    [deploymentCreatePermission, 'own', 'own', 'yes', 'own'],
    [deploymentRollbackPermission, 'own', 'own', 'yes', 'own'],
    [deploymentControlPermission, 'own', 'own', 'yes', 'own'],
    [holdLiftPermission, 'own', 'own', 'yes', 'own'],
    [deploymentApprovePermission, 'no', 'yes', 'no', 'no'],
    [deploymentOverridePermission, 'no', 'no', 'yes', 'no'],
    [deploymentAbandonPermission, 'no', 'no', 'yes', 'no'],
    [versionRegisterPermission, 'own', 'own', 'yes', 'own'],
    [versionQuarantinePermission, 'own', 'yes', 'yes', 'own'],
    [incidentWritePermission, 'own', 'yes', 'yes', 'own'],
    [doraIngestPermission, 'no', 'no', 'yes', 'no'],
    [doraManagePermission, 'no', 'no', 'yes', 'no'],
  ])('decides %p by role', (permission, ...expected) => {
    expect(
      [ANA, CARLA, DMITRI, EVA].map(who => decideFor(permission, who)),
    ).toEqual(expected);
  });

  it('lists every permission of the plugin', () => {
    expect([...rolesByPermission.keys()].sort()).toEqual(
      deploymentsPermissions.map(({ name }) => name).sort(),
    );
  });

  it('denies permissions that it does not list', () => {
    const later = createPermission({
      name: 'deployments.something.new',
      attributes: { action: 'update' },
    });
    expect(decideFor(later, DMITRI)).toBe('no');
  });

  it('allows auditors to read, but not to change, what belongs to other plugins', () => {
    const other = (action: 'read' | 'delete') =>
      createPermission({
        name: `catalog.entity.${action}`,
        attributes: { action },
      });
    expect(decideFor(other('read'), EVA)).toBe('yes');
    expect(decideFor(other('delete'), EVA)).toBe('no');
    expect(decideFor(other('delete'), ANA)).toBe('yes');
  });

  it('denies everything without a user', async () => {
    await expect(
      new DemoPermissionPolicy().handle({
        permission: deploymentReadPermission,
      }),
    ).resolves.toEqual({ result: AuthorizeResult.DENY });
  });
});
