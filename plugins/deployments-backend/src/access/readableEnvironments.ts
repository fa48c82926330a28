import { GOLDEN_PATH_ANNOTATION } from '@slipway/backstage-plugin-deployments-common';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../domain/model/deploymentsModel';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import type { Grant } from './grants';
import { ownedByPredicate } from './serviceDirectory';

/** A predicate that is known without looking at an entity is a boolean. */
type Reduced = FilterPredicate | boolean;

/** Entities to which a golden path applies, or that ask for one by annotation. */
export function deployablePredicate(model: DeploymentsModel): FilterPredicate {
  return {
    $any: [
      ...model.goldenPaths.flatMap(path => (path.for ? [path.for] : [])),
      { [`metadata.annotations.${GOLDEN_PATH_ANNOTATION}`]: { $exists: true } },
    ],
  };
}

/**
 * What the catalog must find for a reader who may see some environments of some services: with the question narrowed
 * there, pages are full and totals are true.
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

/** In a given environment, a condition only asks who owns the service, or which one it is. */
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
  throw new Error('Only a list of deployments is narrowed to named services');
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
