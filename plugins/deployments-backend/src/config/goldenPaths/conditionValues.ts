import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  evaluateFilterPredicate,
  getJsonValueAtPath,
} from '@backstage/filter-predicates';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type { JsonObject, JsonValue } from '@backstage/types';
import { splitPredicate } from '../schema/predicates';
import { isRecord } from '../schema/shape';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';

/** The facts that a step's `if` is evaluated over. */
export interface ConditionFacts {
  entity: Entity;
  environment: Pick<EnvironmentModel, 'name' | 'tier'>;
  version: {
    id: string;
    name: string;
    artifact: string;
    commitId?: string;
    changeUrl?: string;
    flags: string[];
  };
  inputs: JsonObject;
}

/** The facts by the names that `if` uses: `CONDITION_PATHS` and `inputs`. Values that an entity lacks are absent. */
export function conditionValues({
  entity,
  environment,
  version,
  inputs,
}: ConditionFacts): JsonObject {
  const spec = entity.spec ?? {};
  return withoutUndefined({
    service: withoutUndefined({
      ref: stringifyEntityRef(entity),
      kind: entity.kind,
      namespace: entity.metadata.namespace ?? 'default',
      name: entity.metadata.name,
      type: spec.type,
      lifecycle: spec.lifecycle,
      owner: spec.owner,
      system: spec.system,
      tags: entity.metadata.tags ?? [],
    }),
    environment: { name: environment.name, tier: environment.tier },
    version: withoutUndefined({
      id: version.id,
      name: version.name,
      artifact: version.artifact,
      commit: version.commitId,
      changeUrl: version.changeUrl,
      flags: version.flags,
    }),
    inputs,
  });
}

/**
 * Says why a step is skipped, e.g. `version.flags does not contain "migrations"`. The text is part of the plan hash, so
 * changing its wording voids approvals.
 */
export function explainSkip(
  predicate: FilterPredicate,
  facts: ConditionFacts,
): string {
  return (
    describeFailure(predicate, conditionValues(facts)) ??
    'its condition does not hold'
  );
}

function describeFailure(
  predicate: FilterPredicate,
  values: JsonObject,
): string | undefined {
  if (evaluateFilterPredicate(predicate, values)) {
    return undefined;
  }
  const parts = splitPredicate(predicate);
  switch (parts.join) {
    case 'all':
      return firstDefined(parts.of, it => describeFailure(it, values));
    case 'any':
      return parts.of.map(it => describeFailure(it, values)).join(', and ');
    case 'not':
      return 'what must not hold does hold';
    case 'comparison':
      return `${parts.path} ${describeMismatch(
        parts.asks,
        getJsonValueAtPath(values, parts.path),
      )}`;
    default: {
      const never: never = parts;
      throw new Error(`Unknown predicate ${JSON.stringify(never)}`);
    }
  }
}

function describeMismatch(asks: unknown, value: JsonValue | undefined): string {
  if (!isRecord(asks)) {
    return `is ${quote(value)}, not ${quote(asks)}`;
  }
  if ('$contains' in asks) {
    return `does not contain ${quote(asks.$contains)}`;
  }
  if (Array.isArray(asks.$in)) {
    return `is ${quote(value)}, not one of ${asks.$in.map(quote).join(', ')}`;
  }
  if ('$hasPrefix' in asks) {
    return `does not begin with ${quote(asks.$hasPrefix)}`;
  }
  return asks.$exists === false ? 'is set' : 'is not set';
}

function quote(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}

function firstDefined<T, R>(
  items: readonly T[],
  ask: (item: T) => R | undefined,
): R | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) {
      return answer;
    }
  }
  return undefined;
}

function withoutUndefined(
  values: Record<string, JsonValue | undefined>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}
