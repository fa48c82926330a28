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
type Evaluated = FilterPredicate | boolean;

/** Builds a predicate that matches entities that a golden path applies to, or that name one in their annotation. */
export function deployablePredicate(model: DeploymentsModel): FilterPredicate {
  return {
    $any: [
      ...model.goldenPaths.flatMap(path => (path.for ? [path.for] : [])),
      { [`metadata.annotations.${GOLDEN_PATH_ANNOTATION}`]: { $exists: true } },
    ],
  };
}

/**
 * Builds a predicate that matches services if the reader may see at least one of their environments. The catalog filters with
 * it, so that pages are full and totals are correct.
 */
export function readablePredicate(
  grant: Grant,
  environments: EnvironmentModel[],
): Evaluated {
  switch (grant.where) {
    case 'everywhere':
      return true;
    case 'nowhere':
      return false;
    case 'some':
      return any(
        environments.map(environment =>
          evaluateFor(grant.condition, environment),
        ),
      );
    default:
      throw new Error(`Unknown grant ${grant satisfies never}`);
  }
}

/** Evaluates a condition for one environment, so that only the owner is left to check. */
function evaluateFor(
  condition: ServiceEnvironmentCondition,
  env: EnvironmentModel,
): Evaluated {
  if ('anyOf' in condition)
    return any(condition.anyOf.map(c => evaluateFor(c, env)));
  if ('allOf' in condition)
    return all(condition.allOf.map(c => evaluateFor(c, env)));
  if ('not' in condition) {
    const inner = evaluateFor(condition.not, env);
    return typeof inner === 'boolean' ? !inner : { $not: inner };
  }
  if ('environmentIn' in condition) {
    return condition.environmentIn.includes(env.name);
  }
  if ('tierIn' in condition) return condition.tierIn.includes(env.tier);
  if ('ownerIn' in condition) return ownedByPredicate(condition.ownerIn);
  throw new Error('serviceIn is only supported in lists of deployments');
}

function any(parts: Evaluated[]): Evaluated {
  if (parts.includes(true)) return true;
  const open = distinct(parts);
  return open.length === 0 ? false : { $any: open };
}

function all(parts: Evaluated[]): Evaluated {
  if (parts.includes(false)) return false;
  const open = distinct(parts);
  return open.length === 0 ? true : { $all: open };
}

function distinct(parts: Evaluated[]): FilterPredicate[] {
  const seen = new Map<string, FilterPredicate>();
  for (const part of parts) {
    if (typeof part !== 'boolean') seen.set(JSON.stringify(part), part);
  }
  return [...seen.values()];
}
