import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { z } from 'zod';
import { describeType } from './describeType';
import { didYouMean, findNearest } from './didYouMean';
import type { ConfigPath } from './formatConfigPath';
import { listKnownKeys } from './listKnownKeys';
import { getIssuePath, parseWithSchema } from './parseWithSchema';

/** A hint for a missing value, because Backstage drops a key whose environment variable isn't set. */
const UNSET_VARIABLE =
  'If it is written as ${NAME}, that environment variable is not set.';
/** How the message of a schema's own check starts if the value is missing. */
const MISSING = 'is missing; expected ';

/**
 * What is wrong with a part of a value.
 *
 * @public
 */
export interface ConfigMistake {
  /** From the value to the part; empty for the value itself. */
  path: ConfigPath;
  /** The problem and what was expected, without the path. */
  message: string;
}

/**
 * The parsed value, or all mistakes in it.
 *
 * @public
 */
export type ParsedConfig<T> =
  | { success: true; data: T }
  | { success: false; mistakes: ConfigMistake[] };

/**
 * How to describe mistakes.
 *
 * @public
 */
export interface ParseConfigOptions {
  /** Keys at the top that are valid too, because they were removed from the value before. */
  alsoKnown?: readonly string[];
  /** Keys at the top that only code sets. */
  neverSuggested?: readonly string[];
  /** Whether the value may be written with environment variables, as in app-config. Default: true. */
  mayHaveVariables?: boolean;
}

/**
 * Parses a value of app-config, or settings, with its schema. Says in plain words what is wrong, and suggests known keys and
 * words; messages of another library than zod are returned as they are. Messages repeat values only where a fixed list of words
 * is expected, because other values may be secrets.
 *
 * @public
 */
export function parseConfigValue<T>(
  schema: StandardSchemaV1<unknown, T>,
  value: unknown,
  options: ParseConfigOptions = {},
): ParsedConfig<T> {
  const parsed = parseWithSchema(schema, value);
  return parsed.success
    ? parsed
    : {
        success: false,
        mistakes: parsed.issues.flatMap(issue =>
          isZodIssue(schema, issue)
            ? explainIssue(issue, { schema, value, options })
            : [{ path: getIssuePath(issue), message: issue.message }],
        ),
      };
}

/** Whether an issue is zod's own, which says more than Standard Schema asks for: what was expected, and which keys are unknown. */
function isZodIssue(
  schema: StandardSchemaV1,
  issue: StandardSchemaV1.Issue,
): issue is z.core.$ZodIssue {
  return (
    schema['~standard'].vendor === 'zod' &&
    'code' in issue &&
    Array.isArray(issue.path)
  );
}

interface IssueContext {
  schema: StandardSchemaV1;
  value: unknown;
  options: ParseConfigOptions;
}

function explainIssue(
  issue: z.core.$ZodIssue,
  context: IssueContext,
): ConfigMistake[] {
  const path = getIssuePath(issue);
  const given = valueAt(context.value, path);
  const hint = mayBeUnset(path, context) ? `. ${UNSET_VARIABLE}` : '';
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = listSuggestions(context, path);
      return issue.keys.map(key => ({
        path: [...path, key],
        message: `unknown key${didYouMean(key, known)}`,
      }));
    }
    case 'invalid_type':
      return [{ path, message: explainType(given, issue.expected, hint) }];
    case 'invalid_value':
      return [
        { path, message: explainWord(given, issue.values.map(String), hint) },
      ];
    case 'invalid_key':
      return [
        { path, message: plain(issue.issues[0]?.message ?? issue.message) },
      ];
    case 'invalid_union': {
      const best = nearestBranch(issue.errors);
      if (best) {
        return best.flatMap(nested =>
          explainIssue(
            { ...nested, path: [...issue.path, ...nested.path] },
            context,
          ),
        );
      }
      return [
        {
          path,
          message:
            given === undefined
              ? `is missing${hint}`
              : `${describeType(given)} does not fit here`,
        },
      ];
    }
    default: {
      const message = plain(issue.message);
      // E.g. of a duration. Other messages about absent keys are about what else is configured.
      const isMissing = given === undefined && message.startsWith(MISSING);
      return [{ path, message: isMissing ? `${message}${hint}` : message }];
    }
  }
}

/** Whether a value may be missing because its environment variable isn't set, and not because its key is misspelt. */
function mayBeUnset(
  path: ConfigPath,
  { schema, value, options }: IssueContext,
): boolean {
  if (options.mayHaveVariables === false) return false;
  const parent = valueAt(value, path.slice(0, -1));
  if (typeof parent !== 'object' || parent === null) return true;
  const known = listKnownKeys(schema, path.slice(0, -1)) ?? [];
  const unknown = Object.keys(parent).filter(key => !known.includes(key));
  return !unknown.some(key => findNearest(key, known) === path.at(-1));
}

function listSuggestions(
  { schema, options }: IssueContext,
  path: ConfigPath,
): string[] {
  const known = listKnownKeys(schema, path) ?? [];
  if (path.length > 0) return known;
  const { alsoKnown = [], neverSuggested = [] } = options;
  return [...known, ...alsoKnown].filter(key => !neverSuggested.includes(key));
}

function explainType(given: unknown, expected: string, hint: string): string {
  if (given !== undefined && given !== null) {
    return `is ${describeType(given)}; expected ${withArticle(expected)}`;
  }
  // A variable can't be a list or an object.
  const canBeVariable = !['array', 'object', 'record'].includes(expected);
  return `is missing; expected ${withArticle(expected)}${
    canBeVariable ? hint : ''
  }`;
}

function explainWord(given: unknown, known: string[], hint: string): string {
  if (given === undefined || given === null) {
    return `is missing; expected ${known.join(', ')}${hint}`;
  }
  if (typeof given !== 'string') {
    return `is ${describeType(given)}; expected one of ${known.join(', ')}`;
  }
  return `unknown value "${given}"${didYouMean(given, known)}`;
}

/** Finds the best matching branch of a union: one in which the value's type is right and only its content is wrong. */
function nearestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const fits = branches.filter(
    issues =>
      !issues.some(
        ({ code, path }) =>
          path.length === 0 &&
          (code === 'invalid_type' || code === 'invalid_value'),
      ),
  );
  return fits.sort((a, b) => a.length - b.length)[0];
}

function valueAt(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

function withArticle(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a string';
    case 'array':
      return 'a list';
    case 'record':
      return 'an object';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    default:
      return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
  }
}

function plain(message: string): string {
  return message
    .replace(/^Invalid input: /, '')
    .replace(/^Too small: /, '')
    .replace(/^Too big: /, '');
}
