import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describeMistakes } from './describeMistakes';
import { parseConfigValue, type ConfigMistake } from './parseConfigValue';

/**
 * Parses a section of app-config. Returns `undefined` if it is absent or `null`.
 *
 * @param root - The section, such as `deployments.local`.
 * @throws InputError that lists all mistakes with their paths. It repeats values only where a fixed list of words is expected,
 *   because other values may be secrets.
 * @public
 */
export function parseConfig<T>(
  config: Config,
  root: string,
  schema: StandardSchemaV1<unknown, T>,
): T | undefined {
  const raw = config.getOptional(root);
  if (raw === undefined || raw === null) return undefined;
  const parsed = parseConfigValue(schema, raw);
  if (parsed.success) return parsed.data;
  throw createConfigError(root, parsed.mistakes);
}

/**
 * All mistakes of a section of app-config.
 *
 * @public
 */
export class ConfigError extends InputError {
  constructor(
    /** The section, such as `deployments.local`. */
    readonly root: string,
    /** With paths from the section. */
    readonly mistakes: readonly ConfigMistake[],
    /** What the configuration names and this machine lacks, in the same form. */
    readonly missingHere: readonly ConfigMistake[],
  ) {
    const all = describeMistakes([...mistakes, ...missingHere], root);
    super(
      `The configuration of ${root} has ${
        all.length === 1 ? 'a mistake' : `${all.length} mistakes`
      }:\n${all.map(mistake => `  ${mistake}`).join('\n')}`,
    );
  }
}

/**
 * Creates an error that lists all mistakes of a section of app-config.
 *
 * @param root - The section, such as `deployments.local`.
 * @param mistakes - With paths from the section.
 * @param missingHere - What the configuration names and this machine lacks, e.g. a file, in the same form. It is no mistake
 *   when the configuration is validated elsewhere.
 * @public
 */
export function createConfigError(
  root: string,
  mistakes: readonly ConfigMistake[],
  missingHere: readonly ConfigMistake[] = [],
): ConfigError {
  return new ConfigError(root, mistakes, missingHere);
}
