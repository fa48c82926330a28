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
type PredicateOrBoolean = FilterPredicate | boolean;

/** Builds a predicate for the entities that can be deployed: a golden path applies to them, or their annotation names one. */
export function buildDeployablePredicate(
  model: DeploymentsModel,
): FilterPredicate {
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
export function buildReadablePredicate(
  grant: Grant,
  environments: EnvironmentModel[],
): PredicateOrBoolean {
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
      throw new Error(
        `Unknown grant: ${JSON.stringify(grant satisfies never)}`,
      );
  }
}

/** Evaluates a condition for one environment, so that only the owner is left to check. */
function evaluateFor(
  condition: ServiceEnvironmentCondition,
  env: EnvironmentModel,
): PredicateOrBoolean {
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
  throw new Error("serviceIn can't be converted to a catalog predicate");
}

function any(parts: PredicateOrBoolean[]): PredicateOrBoolean {
  if (parts.includes(true)) return true;
  const undecided = distinct(parts);
  return undecided.length === 0 ? false : { $any: undecided };
}

function all(parts: PredicateOrBoolean[]): PredicateOrBoolean {
  if (parts.includes(false)) return false;
  const undecided = distinct(parts);
  return undecided.length === 0 ? true : { $all: undecided };
}

function distinct(parts: PredicateOrBoolean[]): FilterPredicate[] {
  const seen = new Map<string, FilterPredicate>();
  for (const part of parts) {
    if (typeof part !== 'boolean') seen.set(JSON.stringify(part), part);
  }
  return [...seen.values()];
}
