import type { FilterPredicate } from '@backstage/filter-predicates';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type { EnvironmentModel } from './model';

/** What a step's `if` is about. */
export interface ConditionFacts {
  entity: Entity;
  environment: Pick<EnvironmentModel, 'name' | 'title' | 'tier'>;
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

/** Whether a step's `if` holds. */
export function conditionHolds(
  predicate: FilterPredicate,
  facts: ConditionFacts,
): boolean {
  throw new Error(`Not yet written (${predicate} ${facts.version.id})`);
}

/** In words why a step is skipped, e.g. `version.flags does not contain "migrations"`. */
export function whySkipped(
  predicate: FilterPredicate,
  facts: ConditionFacts,
): string {
  throw new Error(`Not yet written (${predicate} ${facts.version.id})`);
}
