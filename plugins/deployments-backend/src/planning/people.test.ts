import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createPeople } from './people';

const entity = (
  kind: string,
  name: string,
  relations: Record<string, string[]>,
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  relations: Object.entries(relations).flatMap(([type, targets]) =>
    targets.map(targetRef => ({ type, targetRef })),
  ),
});

/** On-call is in security, security in engineering, and engineering, by mistake, in on-call. */
const ENTITIES = [
  entity('Group', 'engineering', {
    parentOf: ['group:default/security'],
    childOf: ['group:default/on-call'],
    hasMember: ['user:default/eva'],
  }),
  entity('Group', 'security', {
    parentOf: ['group:default/on-call', 'group:default/gone'],
    childOf: ['group:default/engineering'],
    hasMember: ['user:default/dmitri', 'user:default/left'],
  }),
  entity('Group', 'on-call', {
    parentOf: ['group:default/engineering'],
    childOf: ['group:default/security'],
    hasMember: ['user:default/carla', 'user:default/dmitri'],
  }),
  entity('Group', 'empty', {}),
  entity('User', 'carla', { memberOf: ['group:default/on-call'] }),
  entity('User', 'dmitri', {
    memberOf: ['group:default/on-call', 'group:default/security'],
  }),
  entity('User', 'eva', { memberOf: ['group:default/engineering'] }),
];

describe('group members', () => {
  const catalog = catalogServiceMock({ entities: ENTITIES });
  const people = createPeople({ catalog, auth: mockServices.auth() });

  it('belong to the parents of their groups, in addition to those in their token', async () => {
    await expect(
      people.withGroups({
        entityRef: 'user:default/carla',
        ownershipRefs: ['user:default/carla', 'group:default/from-the-token'],
      }),
    ).resolves.toEqual({
      entityRef: 'user:default/carla',
      ownershipRefs: [
        'user:default/carla',
        'group:default/from-the-token',
        'group:default/engineering',
        'group:default/on-call',
        'group:default/security',
      ],
    });
  });

  it.each([
    [['group:default/on-call'], ['carla', 'dmitri', 'eva']],
    [['Group:default/Empty'], []],
    [['group:default/nowhere'], []],
    [['group:default/empty', 'user:default/eva'], ['eva']],
    [['user:default/left'], []],
  ])('of %s are %s', async (refs, names) => {
    await expect(people.listMembers(refs)).resolves.toEqual(
      names.map(name => `user:default/${name}`),
    );
  });

  it('cannot be read if the catalog does not answer', async () => {
    const away = createPeople({
      catalog: {
        getEntitiesByRefs: async () => {
          throw new Error('ECONNREFUSED');
        },
      },
      auth: mockServices.auth(),
      cacheMs: 60_000,
    });
    await expect(away.listMembers(['group:default/x'])).rejects.toThrow(
      /catalog does not answer/,
    );
  });

  it('are read again when the cached response is too old or was an error', async () => {
    const asked = jest.spyOn(catalog, 'getEntitiesByRefs');
    const kept = createPeople({
      catalog,
      auth: mockServices.auth(),
      cacheMs: 60_000,
    });
    asked.mockRejectedValueOnce(new Error('away'));
    await expect(kept.listMembers(['group:default/empty'])).rejects.toThrow();
    await kept.listMembers(['group:default/empty']);
    await kept.listMembers(['group:default/empty']);
    expect(asked).toHaveBeenCalledTimes(2);
  });
});
