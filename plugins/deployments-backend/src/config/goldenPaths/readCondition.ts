import { evaluateFilterPredicate } from '@backstage/filter-predicates';
import type { FilterPredicate } from '@backstage/filter-predicates';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import {
  looksIntoList,
  readPredicate,
  splitPredicate,
} from '../schema/predicates';
import { isRecord } from '../schema/shape';
import { CONDITION_PATHS, IDENTITY_PATHS } from '../schema/vocabulary';
import type { Mistakes } from '../schema/mistakes';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Comparison } from '../schema/predicates';

/** The names that conditions of a golden path can refer to. */
export interface ConditionVocabulary {
  /** Declared inputs by dotted name, and whether each is a list. */
  inputs: ReadonlyMap<string, { isList: boolean }>;
  environments: readonly string[];
  tiers: readonly string[];
}

/** Reads a step's `if`. An unknown path is a mistake, because it would never match, without any error. */
export function readCondition(
  value: unknown,
  path: ConfigPath,
  known: ConditionVocabulary,
  mistakes: Mistakes,
): FilterPredicate | undefined {
  return readPredicate(value, path, mistakes, comparison =>
    checkComparison(comparison, known, mistakes),
  );
}

function checkComparison(
  { of, asks, path }: Comparison,
  known: ConditionVocabulary,
  mistakes: Mistakes,
): void {
  const input = of.startsWith('inputs.')
    ? known.inputs.get(of.slice('inputs.'.length))
    : undefined;
  const paths: string[] = [
    ...CONDITION_PATHS,
    ...[...known.inputs.keys()].map(name => `inputs.${name}`),
  ];
  if (!paths.includes(of)) {
    mistakes.add(path, `unknown path${didYouMean(of, paths)}`);
    return;
  }
  const isList =
    input?.isList ?? (of === 'version.flags' || of === 'service.tags');
  if (isList && !looksIntoList(asks)) {
    mistakes.add(path, 'is a list; expected { $contains: … }');
  } else if (!isList && isRecord(asks) && '$contains' in asks) {
    mistakes.add(path, 'is not a list, so $contains would never match');
  }
  const isEquality = !isRecord(asks) || '$in' in asks;
  if (isEquality && IDENTITY_PATHS.includes(of)) {
    mistakes.add(
      path,
      'must not be compared for equality, because predicates ignore case and treat 7 as "7". Expected $hasPrefix, $exists, or a flag in version.flags',
    );
  }
  const values =
    (of === 'environment.name' && known.environments) ||
    (of === 'environment.tier' && known.tiers);
  if (values && isEquality) {
    for (const word of isRecord(asks) ? [asks.$in].flat() : [asks]) {
      if (typeof word !== 'string' || !values.includes(word)) {
        mistakes.add(
          path,
          `unknown ${of.replace('.', ' ')} "${word}"${didYouMean(
            String(word),
            values,
          )}`,
        );
      }
    }
  }
}

/** Whether a condition can be true in an environment: `false` only if the environment alone rules it out. */
export function mayHoldIn(
  predicate: FilterPredicate | undefined,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
): boolean {
  return (
    predicate === undefined || evaluateIn(predicate, { environment }) !== false
  );
}

/** Whether a condition is true in an environment for every service, version and inputs. */
export function surelyHoldsIn(
  predicate: FilterPredicate | undefined,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
): boolean {
  return (
    predicate === undefined || evaluateIn(predicate, { environment }) === true
  );
}

/** Evaluates a condition for an environment; `undefined` if it depends on more than the environment. */
function evaluateIn(
  predicate: FilterPredicate,
  values: { environment: Pick<EnvironmentModel, 'name' | 'tier'> },
): boolean | undefined {
  const parts = splitPredicate(predicate);
  switch (parts.join) {
    case 'all':
      return every(parts.of.map(it => evaluateIn(it, values)));
    case 'any':
      return not(every(parts.of.map(it => not(evaluateIn(it, values)))));
    case 'not':
      return not(evaluateIn(parts.of, values));
    case 'comparison':
      return parts.path.startsWith('environment.')
        ? evaluateFilterPredicate(predicate, values)
        : undefined;
    default: {
      const never: never = parts;
      throw new Error(`Unknown predicate ${JSON.stringify(never)}`);
    }
  }
}

function every(values: (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) {
    return false;
  }
  return values.includes(undefined) ? undefined : true;
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
