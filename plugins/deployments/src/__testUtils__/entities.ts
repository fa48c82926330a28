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

function team(name: string, title: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default', title },
    spec: { type: 'team', children: [] },
  };
}

function person(name: string, displayName: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { displayName }, memberOf: ['shop'] },
  };
}

/** Teams, and people in them. */
export const OWNERS: Entity[] = [
  team('shop', 'Shop team'),
  team('web', 'Web team'),
  person('ana', 'Ana'),
  person('bo', 'Bo'),
];
