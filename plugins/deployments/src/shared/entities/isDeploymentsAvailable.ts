import type { Entity } from '@backstage/catalog-model';

/**
 * Whether an entity can have deployments: the catalog's components can. Whether a golden path applies to one is for the
 * backend to say. The plugin shows its tabs and its card of deployments for these entities.
 *
 * @public
 */
export function isDeploymentsAvailable(entity: Entity): boolean {
  return entity.kind.toLocaleLowerCase('en-US') === 'component';
}
