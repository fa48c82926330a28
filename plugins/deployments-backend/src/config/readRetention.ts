import { z } from 'zod';
import {
  type ConfigPath,
  parseDuration,
} from '@slipway/backstage-plugin-deployments-node/config';
import { isRecord, readShape, withoutNulls } from './schema/shape';
import type { Mistakes } from './schema/mistakes';
import type { RetentionModel } from '../domain/model/deploymentsModel';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

/** Parses how long to keep records, in milliseconds, or `never`, which keeps them forever. */
const keepFor = z.unknown().transform((value, ctx): number | 'never' => {
  if (value === 'never') {
    return 'never';
  }
  const milliseconds = parseDuration(value);
  if (milliseconds === undefined || milliseconds < HOUR_MS) {
    ctx.addIssue({
      code: 'custom',
      message:
        milliseconds === undefined
          ? 'is not a duration; expected one such as 90d or { months: 6 }, or never'
          : 'is too short; expected at least 1h, or never',
    });
    return z.NEVER;
  }
  return milliseconds;
});

const retentionShape = z.strictObject({
  logs: keepFor.default(90 * DAY_MS),
  measurements: keepFor.default(365 * DAY_MS),
  // An event that nobody has mapped yet may be the only record of a deployment.
  deadLetters: keepFor.default('never'),
});

/** Reads the section `retention`; missing keys get their defaults. */
export function readRetention(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): RetentionModel {
  return (
    readShape(
      retentionShape,
      isRecord(value) ? withoutNulls(value) : value ?? {},
      path,
      mistakes,
    ) ?? retentionShape.parse({})
  );
}
