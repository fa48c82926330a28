import { ENTITY_STATUS_CATALOG_PROCESSING_TYPE } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import {
  type AllowedValues,
  findAnnotationProblems,
} from './findAnnotationProblems';

/**
 * Creates a processor that adds wrong annotations to an entity's status, where Backstage shows errors. A thrown error
 * would also stop all further updates of the entity, which a typo in an annotation is not worth.
 */
export function createAnnotationProcessor(
  allowed: AllowedValues,
): CatalogProcessor {
  return {
    getProcessorName: () => 'DeploymentsAnnotationProcessor',
    async postProcessEntity(
      entity: Entity & { status?: { items?: object[] } },
    ) {
      const problems = findAnnotationProblems(entity, allowed);
      if (problems.length === 0) return entity;
      return {
        ...entity,
        status: {
          ...entity.status,
          items: [
            ...(entity.status?.items ?? []),
            ...problems.map(message => ({
              type: ENTITY_STATUS_CATALOG_PROCESSING_TYPE,
              level: 'error',
              message,
              error: { name: 'InputError', message },
            })),
          ],
        },
      };
    },
  };
}
