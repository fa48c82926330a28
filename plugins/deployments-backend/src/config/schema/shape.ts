import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { z } from 'zod';
import { didYouMean } from './didYouMean';
import { getIssuePath, parseWithSchema } from './parseWithSchema';
import type { ConfigPath, Mistakes } from './mistakes';

/** A hint for a missing value, because Backstage drops a key whose environment variable isn't set. */
const UNSET_VARIABLE =
  'If it is written as ${NAME}, that environment variable is not set.';

/**
 * Parses a value with its schema. Adds every mistake and returns `undefined` if there are any. Messages repeat values
 * only where a fixed list of words is expected, because other values may be secrets.
 *
 * @param alsoKnown - valid keys that were removed from the value before, for suggestions
 */
export function readShape<T>(
  schema: StandardSchemaV1<unknown, T>,
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
  alsoKnown: readonly string[] = [],
): T | undefined {
  const parsed = parseWithSchema(schema, value);
  if (parsed.success) {
    return parsed.data;
  }
  for (const issue of parsed.issues) {
    if (isZodIssue(schema, issue)) {
      addIssue(issue, { schema, value, path, mistakes, alsoKnown });
    } else {
      mistakes.add([...path, ...getIssuePath(issue)], issue.message);
    }
  }
  return undefined;
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
  path: ConfigPath;
  mistakes: Mistakes;
  alsoKnown: readonly string[];
}

function addIssue(issue: z.core.$ZodIssue, context: IssueContext): void {
  const inner = issue.path.map(part =>
    typeof part === 'number' ? part : String(part),
  );
  const path = [...context.path, ...inner];
  const given = valueAt(context.value, inner);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = [
        ...(knownKeys(context.schema, inner) ?? []),
        ...(inner.length === 0 ? context.alsoKnown : []),
      ];
      for (const key of issue.keys) {
        context.mistakes.add(
          [...path, key],
          `unknown key${didYouMean(key, known)}`,
        );
      }
      return;
    }
    case 'invalid_type':
      context.mistakes.add(
        path,
        given === undefined || given === null
          ? `is missing; expected ${article(issue.expected)}${
              // A variable can't be a list or an object.
              ['array', 'object', 'record'].includes(issue.expected)
                ? ''
                : `. ${UNSET_VARIABLE}`
            }`
          : `is ${describeType(given)}; expected ${article(issue.expected)}`,
      );
      return;
    case 'invalid_value':
      context.mistakes.add(path, invalidWord(given, issue.values.map(String)));
      return;
    case 'invalid_union': {
      const best = nearestBranch(issue.errors);
      if (best) {
        for (const nested of best) {
          addIssue(
            { ...nested, path: [...issue.path, ...nested.path] },
            context,
          );
        }
        return;
      }
      context.mistakes.add(
        path,
        given === undefined
          ? `is missing. ${UNSET_VARIABLE}`
          : `${describeType(given)} does not fit here`,
      );
      return;
    }
    default:
      context.mistakes.add(
        path,
        given === undefined && issue.code === 'custom'
          ? `is missing. ${UNSET_VARIABLE}`
          : plain(issue.message),
      );
  }
}

function invalidWord(given: unknown, known: string[]): string {
  if (given === undefined || given === null) {
    return `is missing; expected ${known.join(', ')}. ${UNSET_VARIABLE}`;
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

/**
 * Lists the keys of an object schema at a path; empty if there are none. Returns `undefined` for a schema of another library
 * than zod, because Standard Schema does not tell the keys.
 */
export function knownKeys(
  schema: StandardSchemaV1,
  path: ConfigPath,
): string[] | undefined {
  return hasDefinition(schema) ? listKeys(schema, path) : undefined;
}

function hasDefinition(schema: object): schema is DefinedSchema {
  return 'def' in schema && typeof schema.def === 'object';
}

function listKeys({ def }: DefinedSchema, path: ConfigPath): string[] {
  const unwrapped = def.innerType ?? def.in;
  if (unwrapped) {
    return listKeys(unwrapped, path);
  }
  if (def.options) {
    return [...new Set(def.options.flatMap(it => listKeys(it, path)))];
  }
  const [part, ...rest] = path;
  if (part === undefined) {
    return Object.keys(def.shape ?? {});
  }
  const next = def.shape?.[part] ?? def.valueType ?? def.element;
  return next ? listKeys(next, rest) : [];
}

/** The parts of zod's definitions of objects, records, arrays, unions and wrappers that are used here. */
interface DefinedSchema {
  def: {
    innerType?: DefinedSchema;
    in?: DefinedSchema;
    options?: DefinedSchema[];
    shape?: Record<string, DefinedSchema>;
    valueType?: DefinedSchema;
    element?: DefinedSchema;
  };
}

function describeType(value: unknown): string {
  if (value === null) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  switch (typeof value) {
    case 'object':
      return 'an object';
    case 'string':
      return 'a string';
    case 'number':
      return 'a number';
    default:
      return 'true or false';
  }
}

function article(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a string';
    case 'array':
      return 'a list';
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

/** Removes keys whose value is `null`, because that is how a later config file removes a key of an earlier one. */
export function withoutNulls(
  value: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== null),
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the entries of a section that is keyed by name. Invalid names are reported and left out. */
export function readRecord(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
  validateName?: (name: string) => string | undefined,
): [string, unknown][] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!isRecord(value)) {
    mistakes.add(
      path,
      `is ${describeType(value)}; expected an object keyed by name`,
    );
    return [];
  }
  return Object.entries(withoutNulls(value)).filter(([name]) => {
    const wrong = validateName?.(name);
    if (wrong) {
      mistakes.add([...path, name], wrong);
    }
    return !wrong;
  });
}

/** Reports environment names that differ only in case, because other systems, e.g. GitHub, treat them as one. */
export function addCaseTwins(
  names: readonly string[],
  path: ConfigPath,
  mistakes: Mistakes,
): void {
  const first = new Map<string, string>();
  for (const name of names) {
    const key = name.toLocaleLowerCase('en-US');
    const twin = first.get(key);
    if (twin === undefined) {
      first.set(key, name);
    } else {
      mistakes.add(
        [...path, name],
        `is the same environment as "${twin}", because case makes no difference; keep one of them`,
      );
    }
  }
}

/** Explains what is wrong with a name, which becomes part of URLs, annotations and keys; `undefined` if it is valid. */
export function checkName(name: string): string | undefined {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)
    ? undefined
    : 'is not a name; expected at most 63 letters, digits and dashes, starting and ending with a letter or digit';
}
