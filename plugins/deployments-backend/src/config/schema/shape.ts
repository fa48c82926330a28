import type { z } from 'zod';
import { didYouMean } from './didYouMean';
import type { ConfigPath, Mistakes } from './mistakes';

/** Appended where a value is missing: Backstage drops a key whose variable is not set. */
const UNSET_VARIABLE =
  'If it is written as ${NAME}, that environment variable is not set.';

/**
 * Reads a value by its schema; on mistakes adds each of them and gives `undefined`. Messages never repeat values, which
 * may be secrets, but for words from a fixed list.
 *
 * `alsoKnown`: keys that were taken off the value before, for suggestions.
 */
export function readShape<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
  alsoKnown: readonly string[] = [],
): T | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  for (const issue of parsed.error.issues) {
    addIssue(issue, { schema, value, path, mistakes, alsoKnown });
  }
  return undefined;
}

interface IssueContext {
  schema: z.ZodType;
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
        ...knownKeys(context.schema, inner),
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
              // A variable stands for a text, from which numbers are read at most.
              ['array', 'object', 'record'].includes(issue.expected)
                ? ''
                : `. ${UNSET_VARIABLE}`
            }`
          : `is ${getKind(given)}; expected ${article(issue.expected)}`,
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
          : `${getKind(given)} does not fit here`,
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
    return `is ${getKind(given)}; expected one of ${known.join(', ')}`;
  }
  return `unknown value "${given}"${didYouMean(given, known)}`;
}

/** The branch of a union that was nearest: where something inside is wrong rather than the value's own type. */
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

/** The keys that an object schema knows at a path; empty where it cannot be told. */
export function knownKeys(schema: z.core.$ZodType, path: ConfigPath): string[] {
  const definition = (schema as z.ZodType).def as SchemaDefinition;
  const unwrapped = definition.innerType ?? definition.in ?? undefined;
  if (unwrapped) {
    return knownKeys(unwrapped, path);
  }
  if (definition.options) {
    return [...new Set(definition.options.flatMap(it => knownKeys(it, path)))];
  }
  const [part, ...rest] = path;
  if (part === undefined) {
    return Object.keys(definition.shape ?? {});
  }
  const next =
    definition.shape?.[part] ?? definition.valueType ?? definition.element;
  return next ? knownKeys(next, rest) : [];
}

/** What zod's schemas of objects, records, arrays, unions and wrappers hold, seen from outside. */
interface SchemaDefinition {
  innerType?: z.core.$ZodType;
  in?: z.core.$ZodType;
  options?: z.core.$ZodType[];
  shape?: Record<string, z.core.$ZodType>;
  valueType?: z.core.$ZodType;
  element?: z.core.$ZodType;
}

function getKind(value: unknown): string {
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
      return 'a text';
    case 'number':
      return 'a number';
    default:
      return 'true or false';
  }
}

function article(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a text';
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

/** Keys whose value is `null` are gone: a later config file takes a key of an earlier one away like that. */
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

/** A section keyed by name; mistakes in its shape and its names are added. */
export function readRecord(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
  wrongIn?: (name: string) => string | undefined,
): [string, unknown][] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!isRecord(value)) {
    mistakes.add(
      path,
      `is ${getKind(value)}; expected an object keyed by name`,
    );
    return [];
  }
  return Object.entries(withoutNulls(value)).filter(([name]) => {
    const wrong = wrongIn?.(name);
    if (wrong) {
      mistakes.add([...path, name], wrong);
    }
    return !wrong;
  });
}

/** Names that are equal but for upper and lower case are one name to others, GitHub for one. */
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
        `is the same environment as "${twin}", as upper and lower case make no difference; keep one of them`,
      );
    }
  }
}

/** Names go into URLs, annotations and keys. */
export function checkName(name: string): string | undefined {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)
    ? undefined
    : 'is not a name; expected at most 63 letters, digits and dashes, beginning and ending with a letter or digit';
}
