import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { durationSchema } from './durationSchema';
import { describeIssues } from './describeIssues';
import { envSchema, FIRST_UNPRIVILEGED_PORT } from './localConfigSchema';

/** The ports that services may choose, both ends included. */
export interface AllowedPorts {
  from: number;
  to: number;
}

const DEFAULT_ALLOWED: AllowedPorts = {
  from: FIRST_UNPRIVILEGED_PORT,
  to: 65535,
};

function placeSettingsSchema({ from, to }: AllowedPorts) {
  return z.strictObject({
    // A service's own annotation may say it: whoever owns a catalog file must not get the machine's ports.
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

/** What a service's settings in an environment may say to this target. */
export type PlaceSettings = z.infer<ReturnType<typeof placeSettingsSchema>>;

export function validatePlaceSettings(
  settings: JsonObject,
  allowedPorts: AllowedPorts = DEFAULT_ALLOWED,
): string[] {
  const parsed = placeSettingsSchema(allowedPorts).safeParse(settings);
  return parsed.success ? [] : describeIssues(parsed.error);
}

export function readPlaceSettings(
  settings: JsonObject,
  allowedPorts: AllowedPorts,
): PlaceSettings {
  const parsed = placeSettingsSchema(allowedPorts).safeParse(settings);
  if (!parsed.success) {
    throw new InputError(
      `The settings for the local target are wrong: ${describeIssues(
        parsed.error,
      ).join('; ')}`,
    );
  }
  return parsed.data;
}
