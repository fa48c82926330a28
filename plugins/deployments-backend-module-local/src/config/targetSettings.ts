import { InputError } from '@backstage/errors';
import {
  describeMistakes,
  parseConfigValue,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import {
  durationSchema,
  envSchema,
  FIRST_UNPRIVILEGED_PORT,
} from './localConfigSchema';

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
  const parsed = parseConfigValue(createSettingsSchema(allowedPorts), settings);
  return parsed.success ? [] : describeMistakes(parsed.mistakes);
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
  const parsed = parseConfigValue(createSettingsSchema(allowedPorts), settings);
  if (!parsed.success) {
    throw new InputError(
      `The settings of the local target are invalid: ${describeMistakes(
        parsed.mistakes,
      ).join('; ')}`,
    );
  }
  return parsed.data;
}
