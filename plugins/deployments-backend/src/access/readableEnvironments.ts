import { GOLDEN_PATH_ANNOTATION } from '@slipway/backstage-plugin-deployments-common';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../domain/model/deploymentsModel';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import type { Grant } from './grants';
import { ownedByPredicate } from './serviceDirectory';

/** A predicate, or a boolean if the result does not depend on the entity. */
type Reduced = FilterPredicate | boolean;

/** Matches entities that a golden path applies to, or that name one in their annotation. */
export function deployablePredicate(model: DeploymentsModel): FilterPredicate {
  return {
    $any: [
      ...model.goldenPaths.flatMap(path => (path.for ? [path.for] : [])),
      { [`metadata.annotations.${GOLDEN_PATH_ANNOTATION}`]: { $exists: true } },
    ],
  };
}

/**
 * Matches services of which the reader may see at least one environment. The catalog filters with it, so pages are full
 * and totals are correct.
 */
export function readablePredicate(
  grant: Grant,
  environments: EnvironmentModel[],
): Reduced {
  switch (grant.where) {
    case 'everywhere':
      return true;
    case 'nowhere':
      return false;
    case 'some':
      return any(
        environments.map(environment => reduce(grant.condition, environment)),
      );
    default:
      throw new Error(`Unknown grant ${grant satisfies never}`);
  }
}

/** Evaluates a condition for one environment: only the owner is left to check. */
function reduce(
  condition: ServiceEnvironmentCondition,
  env: EnvironmentModel,
): Reduced {
  if ('anyOf' in condition)
    return any(condition.anyOf.map(c => reduce(c, env)));
  if ('allOf' in condition)
    return all(condition.allOf.map(c => reduce(c, env)));
  if ('not' in condition) {
    const inner = reduce(condition.not, env);
    return typeof inner === 'boolean' ? !inner : { $not: inner };
  }
  if ('environmentIn' in condition) {
    return condition.environmentIn.includes(env.name);
  }
  if ('tierIn' in condition) return condition.tierIn.includes(env.tier);
  if ('ownerIn' in condition) return ownedByPredicate(condition.ownerIn);
  throw new Error('serviceIn is only supported in lists of deployments');
}

function any(parts: Reduced[]): Reduced {
  if (parts.includes(true)) return true;
  const open = distinct(parts);
  return open.length === 0 ? false : { $any: open };
}

function all(parts: Reduced[]): Reduced {
  if (parts.includes(false)) return false;
  const open = distinct(parts);
  return open.length === 0 ? true : { $all: open };
}

function distinct(parts: Reduced[]): FilterPredicate[] {
  const seen = new Map<string, FilterPredicate>();
  for (const part of parts) {
    if (typeof part !== 'boolean') seen.set(JSON.stringify(part), part);
  }
  return [...seen.values()];
}
