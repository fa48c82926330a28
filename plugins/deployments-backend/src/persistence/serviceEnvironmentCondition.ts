import type { Knex } from 'knex';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';

/**
 * Restricts a query over `deployments` to the service environments that a reader may see. An empty list allows
 * nothing.
 */
export function whereServiceEnvironment(
  query: Knex.QueryBuilder,
  condition: ServiceEnvironmentCondition,
): void {
  if ('anyOf' in condition) {
    query.where(group => {
      if (condition.anyOf.length === 0) {
        group.whereRaw('1 = 0');
      }
      for (const part of condition.anyOf) {
        group.orWhere(inner => whereServiceEnvironment(inner, part));
      }
    });
  } else if ('allOf' in condition) {
    query.where(group => {
      if (condition.allOf.length === 0) {
        group.whereRaw('1 = 1');
      }
      for (const part of condition.allOf) {
        group.andWhere(inner => whereServiceEnvironment(inner, part));
      }
    });
  } else if ('not' in condition) {
    query.whereNot(inner => whereServiceEnvironment(inner, condition.not));
  } else if ('ownerIn' in condition) {
    // Coalesced, so that `not` also matches services without an owner.
    if (condition.ownerIn.length === 0) {
      query.whereRaw('1 = 0');
    } else {
      query.whereRaw(
        `coalesce(owner_group, '') in (${condition.ownerIn
          .map(() => '?')
          .join(', ')})`,
        condition.ownerIn,
      );
    }
  } else if ('serviceIn' in condition) {
    query.whereIn('service', condition.serviceIn);
  } else if ('environmentIn' in condition) {
    query.whereIn('environment', condition.environmentIn);
  } else {
    query.whereIn('tier', condition.tierIn);
  }
}
