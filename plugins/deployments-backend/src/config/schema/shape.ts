import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  describeType,
  parseConfigValue,
  type ConfigPath,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { Mistakes } from './mistakes';

/**
 * Parses a value with its schema. Adds every mistake and returns `undefined` if there are any.
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
  const parsed = parseConfigValue(schema, value, { alsoKnown });
  if (parsed.success) {
    return parsed.data;
  }
  for (const mistake of parsed.mistakes) {
    mistakes.add([...path, ...mistake.path], mistake.message);
  }
  return undefined;
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
