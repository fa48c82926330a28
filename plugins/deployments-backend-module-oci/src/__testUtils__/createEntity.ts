import type { Entity } from '@backstage/catalog-model';

/** Creates a service, whose images are in this repository if it has the annotation. */
export function createEntity(repository?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'checkout',
      namespace: 'default',
      ...(repository
        ? { annotations: { 'slipway/image-repository': repository } }
        : {}),
    },
  };
}
