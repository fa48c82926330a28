import type { Entity } from '@backstage/catalog-model';

/** The service of the fixtures, in the catalog. */
export const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default', title: 'Checkout' },
  spec: {
    type: 'service',
    owner: 'group:default/shop',
    lifecycle: 'production',
  },
};

const TEAM: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'shop', namespace: 'default', title: 'Shop team' },
  spec: { type: 'team', children: [] },
};

const ANA: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ana', namespace: 'default' },
  spec: { profile: { displayName: 'Ana' }, memberOf: ['shop'] },
};

/** A small catalog: the service, its team and a member. */
export const ENTITIES: Entity[] = [ENTITY, TEAM, ANA];
