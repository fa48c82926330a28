import { parseFilterPredicate } from '@backstage/filter-predicates';
import type { FilterPredicate } from '@backstage/filter-predicates';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import { isRecord } from './shape';
import type { Mistakes } from './mistakes';

const LOGICAL = ['$all', '$any', '$not'];
const MATCHERS = ['$exists', '$in', '$contains', '$hasPrefix'];

/** One comparison of a predicate: a path into the value, and the condition on it. */
export interface Comparison {
  /** The dotted path into the value. */
  of: string;
  /** The expected value, or an object with a matcher such as `$in`. */
  asks: unknown;
  /** Its config path. */
  path: ConfigPath;
}

/**
 * Reads a filter predicate. `check` validates each comparison. This is needed because an unknown path never matches, without
 * any error, so a typo would choose the wrong golden path or skip a step.
 */
export function readPredicate(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
  check: (comparison: Comparison) => void,
): FilterPredicate | undefined {
  const before = mistakes.list().length;
  walk(value, path, mistakes, check);
  if (mistakes.list().length > before) {
    return undefined;
  }
  try {
    return parseFilterPredicate(value);
  } catch (error) {
    mistakes.add(path, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** The outermost level of a predicate. Several comparisons in one object become an `all`. */
export type PredicateParts =
  | { join: 'all' | 'any'; of: FilterPredicate[] }
  | { join: 'not'; of: FilterPredicate }
  | { join: 'comparison'; path: string; asks: unknown };

/** Splits a valid predicate into its outermost operator and operands. */
export function splitPredicate(predicate: FilterPredicate): PredicateParts {
  // The type can't be narrowed, because any key may be a path.
  const parts = predicate as Record<string, unknown>;
  if ('$all' in parts) {
    return { join: 'all', of: parts.$all as FilterPredicate[] };
  }
  if ('$any' in parts) {
    return { join: 'any', of: parts.$any as FilterPredicate[] };
  }
  if ('$not' in parts) {
    return { join: 'not', of: parts.$not as FilterPredicate };
  }
  const comparisons = Object.entries(parts);
  if (comparisons.length === 1) {
    const [[path, asks]] = comparisons;
    return { join: 'comparison', path, asks };
  }
  return {
    join: 'all',
    of: comparisons.map(
      ([path, asks]) => ({ [path]: asks } as FilterPredicate),
    ),
  };
}

function walk(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
  check: (comparison: Comparison) => void,
): void {
  if (!isRecord(value)) {
    mistakes.add(
      path,
      'is not a condition; expected an object such as { version.flags: { $contains: migrations } }',
    );
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    mistakes.add(path, 'is empty, so it would match everything');
  }
  const operators = entries.filter(([key]) => key.startsWith('$'));
  if (operators.length > 0 && entries.length > 1) {
    mistakes.add(
      path,
      `${operators[0][0]} can't be combined with other keys; put all conditions into a list under $all`,
    );
    return;
  }
  for (const [key, inner] of entries) {
    const here = [...path, key];
    if (!key.startsWith('$')) {
      if (checkMatcher(inner, here, mistakes)) {
        check({ of: key, asks: inner, path: here });
      }
    } else if (!LOGICAL.includes(key)) {
      mistakes.add(here, `unknown operator${didYouMean(key, LOGICAL)}`);
    } else if (key === '$not') {
      walk(inner, here, mistakes, check);
    } else if (Array.isArray(inner) && inner.length > 0) {
      inner.forEach((it, index) => walk(it, [...here, index], mistakes, check));
    } else {
      mistakes.add(here, 'expected a list of conditions');
    }
  }
}

function checkMatcher(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): boolean {
  if (isPrimitive(value)) {
    return true;
  }
  const [key, ...others] = isRecord(value) ? Object.keys(value) : [];
  if (!isRecord(value) || key === undefined || others.length > 0) {
    mistakes.add(
      path,
      `expected a string, a number, true, false, or an object with one of ${MATCHERS.join(
        ', ',
      )}`,
    );
    return false;
  }
  if (!MATCHERS.includes(key)) {
    mistakes.add(
      [...path, key],
      `unknown operator${didYouMean(key, MATCHERS)}`,
    );
    return false;
  }
  const wrong = matcherMistake(key, value[key]);
  if (wrong) {
    mistakes.add([...path, key], wrong);
  }
  return wrong === undefined;
}

function matcherMistake(key: string, expected: unknown): string | undefined {
  switch (key) {
    case '$exists':
      return typeof expected === 'boolean'
        ? undefined
        : 'expected true or false';
    case '$in':
      return Array.isArray(expected) &&
        expected.length > 0 &&
        expected.every(isPrimitive)
        ? undefined
        : 'expected a list of texts, numbers, true or false';
    case '$hasPrefix':
      return typeof expected === 'string' && expected !== ''
        ? undefined
        : 'expected a string';
    default:
      return isPrimitive(expected) || isRecord(expected)
        ? undefined
        : 'expected what one element of the list must be';
  }
}

function isPrimitive(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

const ENTITY_ROOTS = [
  'apiVersion',
  'kind',
  'metadata',
  'spec',
  'status',
  'relations',
];

/** Adds a mistake if a condition refers to a key that entities don't have. */
export function checkEntityComparison(
  { of, asks, path }: Comparison,
  mistakes: Mistakes,
): void {
  const root = of.split('.')[0];
  if (!ENTITY_ROOTS.includes(root)) {
    mistakes.add(
      path,
      `an entity has no "${root}"${didYouMean(root, ENTITY_ROOTS)}`,
    );
    return;
  }
  const isList = of === 'metadata.tags' || of === 'relations';
  if (isList && !looksIntoList(asks)) {
    mistakes.add(path, `is a list; expected { $contains: … }`);
  }
}

/** Whether a condition can be used on a list. */
export function looksIntoList(asks: unknown): boolean {
  return isRecord(asks) && ('$contains' in asks || '$exists' in asks);
}
