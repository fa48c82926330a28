import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { durationSchema } from './durationSchema';
import { describeIssues } from './describeIssues';
import { envSchema, FIRST_UNPRIVILEGED_PORT } from './localConfigSchema';

/** The ports that services may choose, inclusive. */
export interface AllowedPorts {
  from: number;
  to: number;
}

const DEFAULT_ALLOWED: AllowedPorts = {
  from: FIRST_UNPRIVILEGED_PORT,
  to: 65535,
};

function createSettingsSchema({ from, to }: AllowedPorts) {
  return z.strictObject({
    // An annotation of the service can set it: an owner of a catalog file must not get any port of the machine.
    port: z
      .number()
      .int()
      .refine(port => port >= from && port <= to, {
        error: ({ input }) =>
          `${input} is not a port that a service may choose: expected one from ${from} to ${to} (deployments.local.allowedPorts)`,
      })
      .optional(),
    readyTimeout: durationSchema.optional(),
    env: envSchema,
  });
}

/** This target's settings for a service in an environment. Durations are in milliseconds. */
export type TargetSettings = z.infer<ReturnType<typeof createSettingsSchema>>;

/** Lists what is wrong with the settings, one sentence each, starting with the key; empty if they are valid. */
export function validateTargetSettings(
  settings: JsonObject,
  allowedPorts: AllowedPorts = DEFAULT_ALLOWED,
): string[] {
  const parsed = createSettingsSchema(allowedPorts).safeParse(settings);
  return parsed.success ? [] : describeIssues(parsed.error);
}

/**
 * Parses the settings.
 *
 * @throws InputError that lists all mistakes.
 */
export function readTargetSettings(
  settings: JsonObject,
  allowedPorts: AllowedPorts,
): TargetSettings {
  const parsed = createSettingsSchema(allowedPorts).safeParse(settings);
  if (!parsed.success) {
    throw new InputError(
      `The settings of the local target are invalid: ${describeIssues(
        parsed.error,
      ).join('; ')}`,
    );
  }
  return parsed.data;
}
