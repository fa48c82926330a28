import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { durationSchema } from './durations';
import { describeIssues } from './issues';
import { envSchema } from './schema';

const placeSettingsSchema = z.strictObject({
  port: z.number().int().min(1).max(65535).optional(),
  readyTimeout: durationSchema.optional(),
  env: envSchema,
});

/** What a service's settings in an environment may say to this target. */
export type PlaceSettings = z.infer<typeof placeSettingsSchema>;

export function validatePlaceSettings(settings: JsonObject): string[] {
  const parsed = placeSettingsSchema.safeParse(settings);
  return parsed.success ? [] : describeIssues(parsed.error);
}

export function readPlaceSettings(settings: JsonObject): PlaceSettings {
  const parsed = placeSettingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new InputError(
      `The settings for the local target are wrong: ${describeIssues(
        parsed.error,
      ).join('; ')}`,
    );
  }
  return parsed.data;
}
