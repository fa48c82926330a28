import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import { describeMistakes } from './describeMistakes';

/**
 * Parses a section of app-config. Returns `undefined` if it is absent.
 *
 * @throws InputError that lists all mistakes with their config paths, without values.
 */
export function parseConfig<T>(
  config: Config,
  root: string,
  schema: z.ZodType<T>,
): T | undefined {
  const raw = config.getOptional(root);
  if (raw === undefined || raw === null) return undefined;
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const mistakes = describeMistakes(parsed.error, root);
  throw new InputError(
    `The configuration of ${root} has ${
      mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`
    }:\n${mistakes.map(mistake => `  ${mistake}`).join('\n')}`,
  );
}
