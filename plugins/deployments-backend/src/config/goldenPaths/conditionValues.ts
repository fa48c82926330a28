import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  evaluateFilterPredicate,
  getJsonValueAtPath,
} from '@backstage/filter-predicates';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { splitPredicate } from '../schema/predicates';
import { isRecord } from '../schema/shape';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import { say } from '../../domain/text/say';

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

/** Says why a step is skipped, e.g. `version.flags does not contain "migrations"`. All of it is true. */
export function explainSkip(
  predicate: FilterPredicate,
  facts: ConditionFacts,
): Sentence[] {
  return (
    describeFailure(predicate, conditionValues(facts)) ?? [
      say('skip_condition'),
    ]
  );
}

function describeFailure(
  predicate: FilterPredicate,
  values: JsonObject,
): Sentence[] | undefined {
  if (evaluateFilterPredicate(predicate, values)) {
    return undefined;
  }
  const parts = splitPredicate(predicate);
  switch (parts.join) {
    case 'all':
      return firstDefined(parts.of, it => describeFailure(it, values));
    case 'any':
      return parts.of.flatMap(it => describeFailure(it, values) ?? []);
    case 'not':
      return [say('skip_opposite')];
    case 'comparison':
      return [
        sayMismatch(
          parts.path,
          parts.asks,
          getJsonValueAtPath(values, parts.path),
        ),
      ];
    default: {
      const never: never = parts;
      throw new Error(`Unknown predicate ${JSON.stringify(never)}`);
    }
  }
}

function sayMismatch(
  path: string,
  asks: unknown,
  value: JsonValue | undefined,
): Sentence {
  if (!isRecord(asks)) {
    const wanted = quote(asks);
    return value === undefined
      ? say('skip_unset_not', { path, wanted })
      : say('skip_not', { path, found: quote(value), wanted });
  }
  if ('$contains' in asks) {
    return say('skip_lacks', { path, wanted: quote(asks.$contains) });
  }
  if (Array.isArray(asks.$in)) {
    const wanted = asks.$in.map(quote).join(', ');
    return value === undefined
      ? say('skip_unset_none', { path, wanted })
      : say('skip_none', { path, found: quote(value), wanted });
  }
  if ('$hasPrefix' in asks) {
    return say('skip_prefix', { path, wanted: quote(asks.$hasPrefix) });
  }
  return say(asks.$exists === false ? 'skip_set' : 'skip_unset', { path });
}

function quote(value: unknown): string {
  return JSON.stringify(value);
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
