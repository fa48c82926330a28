import type { FilterPredicate } from '@backstage/filter-predicates';

/**
 * What happens after a breach. `rollback`: a deployment of kind rollback is requested. `ask`: the people responsible are
 * notified. `incident`: an incident is opened.
 */
export const ON_BREACH = ['rollback', 'ask', 'incident'] as const;
export type OnBreach = (typeof ON_BREACH)[number];

/** The section `watch` of a golden path: how long its checks are measured after a deployment succeeded. */
export interface WatchModel {
  forMs: number;
  /** How often all checks are measured. */
  everyMs: number;
  /** How long a check must fail for a breach, unless its own `failFor` is longer. */
  failForMs: number;
  onBreach: OnBreach;
  /** Names of checks. Default: the path's checks that don't measure the baseline. */
  checks: string[];
  /** A predicate over `service`, `environment`, `version` and `inputs`; absent if every deployment is watched. */
  if?: FilterPredicate;
}
