import { evaluateFilterPredicate } from '@backstage/filter-predicates';
import type { FilterPredicate } from '@backstage/filter-predicates';
import { didYouMean } from '../schema/didYouMean';
import { looksIntoList, readPredicate, takeApart } from '../schema/predicates';
import { isRecord } from '../schema/shape';
import { CONDITION_PATHS, IDENTITY_PATHS } from './vocabulary';
import type { ConfigPath, Mistakes } from '../schema/mistakes';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Comparison } from '../schema/predicates';

/** What is known about names when a golden path is read. */
export interface ConditionVocabulary {
  /** Declared inputs by dotted name, and whether each is a list. */
  inputs: ReadonlyMap<string, { isList: boolean }>;
  environments: readonly string[];
  tiers: readonly string[];
}

/** Reads a step's `if`; a path that does not exist is a mistake, never "no". */
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
    mistakes.add(path, 'is no list, so $contains would never hold');
  }
  const isEquality = !isRecord(asks) || '$in' in asks;
  if (isEquality && IDENTITY_PATHS.includes(of)) {
    mistakes.add(
      path,
      'must not be compared for equality here: a predicate ignores case and takes 7 for "7". Expected $hasPrefix, $exists, or a flag in version.flags',
    );
  }
  const words =
    (of === 'environment.name' && known.environments) ||
    (of === 'environment.tier' && known.tiers);
  if (words && isEquality) {
    for (const word of isRecord(asks) ? [asks.$in].flat() : [asks]) {
      if (typeof word !== 'string' || !words.includes(word)) {
        mistakes.add(
          path,
          `unknown ${of.replace('.', ' ')} "${word}"${didYouMean(
            String(word),
            words,
          )}`,
        );
      }
    }
  }
}

/**
 * Whether a condition can hold in an environment, whatever service, version and inputs are: `false` only when the
 * environment alone rules it out.
 */
export function mayHoldIn(
  predicate: FilterPredicate | undefined,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
): boolean {
  return (
    predicate === undefined || answerIn(predicate, { environment }) !== false
  );
}

/** Whether a condition holds in an environment, whatever service, version and inputs are. */
export function surelyHoldsIn(
  predicate: FilterPredicate | undefined,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
): boolean {
  return (
    predicate === undefined || answerIn(predicate, { environment }) === true
  );
}

/** `undefined`: it depends on more than the environment. */
function answerIn(
  predicate: FilterPredicate,
  values: { environment: Pick<EnvironmentModel, 'name' | 'tier'> },
): boolean | undefined {
  const parts = takeApart(predicate);
  switch (parts.join) {
    case 'all':
      return every(parts.of.map(it => answerIn(it, values)));
    case 'any':
      return not(every(parts.of.map(it => not(answerIn(it, values)))));
    case 'not':
      return not(answerIn(parts.of, values));
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

function every(answers: (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) {
    return false;
  }
  return answers.includes(undefined) ? undefined : true;
}

function not(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}
