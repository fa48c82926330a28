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
  localConfigSchema,
} from './localConfigSchema';
import { rollingSchema } from './rollingLimits';

/** A range of ports, inclusive. */
interface PortRange {
  from: number;
  to: number;
}

/** What the configuration allows settings to say. */
export interface SettingsLimits {
  /** The ports that services may choose. */
  allowedPorts: PortRange;
  /** The ports to assign. */
  ports: PortRange;
}

const DEFAULT_LIMITS: SettingsLimits = localConfigSchema.parse({});

function createSettingsSchema({ allowedPorts, ports }: SettingsLimits) {
  const { from, to } = allowedPorts;
  const portCount = ports.to - ports.from + 1;
  // Two versions can run next to each other, and the stable URL needs a port too.
  const maxInstances = Math.max(1, Math.floor((portCount - 1) / 2));
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
    instances: z
      .number()
      .int()
      .min(1)
      .max(maxInstances, {
        error: ({ input }) =>
          `${input} instances are too many: expected at most ${maxInstances}, because the ${portCount} ports of deployments.local.ports must suffice for two versions and the stable URL`,
      })
      .default(1),
    rolling: rollingSchema,
  });
}

/** This target's settings for a service in an environment. Durations are in milliseconds. */
export type TargetSettings = z.infer<ReturnType<typeof createSettingsSchema>>;

/** Lists what is wrong with the settings, one sentence each, starting with the key; empty if they are valid. */
export function validateTargetSettings(
  settings: JsonObject,
  limits: SettingsLimits = DEFAULT_LIMITS,
): string[] {
  const parsed = parseConfigValue(createSettingsSchema(limits), settings);
  return parsed.success ? [] : describeMistakes(parsed.mistakes);
}

/**
 * Parses the settings.
 *
 * @throws InputError that lists all mistakes.
 */
export function readTargetSettings(
  settings: JsonObject,
  limits: SettingsLimits,
): TargetSettings {
  const parsed = parseConfigValue(createSettingsSchema(limits), settings);
  if (!parsed.success) {
    throw new InputError(
      `The settings of the local target are invalid: ${describeMistakes(
        parsed.mistakes,
      ).join('; ')}`,
    );
  }
  return parsed.data;
}
