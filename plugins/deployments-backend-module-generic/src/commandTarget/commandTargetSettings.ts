import {
  EffectError,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import {
  createSettingsError,
  describeMistakes,
  parseConfigValue,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { commandUseSchema } from '../command/commandSchemas';
import { MISSING_CONFIG, type CommandService } from '../command/commandService';
import { durationSchema } from '../config/durationSchema';

const settingsSchema = z.strictObject({
  /** Deploys the version, in place of the running one. */
  deploy: commandUseSchema,
  /** Prints what runs, as JSON. */
  observe: commandUseSchema.optional(),
  /** Makes the previous version the only one again. */
  abort: commandUseSchema.optional(),
  /** Stops the service. */
  remove: commandUseSchema.optional(),
  /** How long after `deploy` has ended the version may take to show as ready in `observe`. */
  readyWithin: durationSchema.default(60_000),
});

/** The settings of the target `command` for a service in an environment. */
export type CommandTargetSettings = z.infer<typeof settingsSchema>;

const COMMANDS = ['deploy', 'observe', 'abort', 'remove'] as const;

/** Lists what is wrong with the settings, one sentence each, starting with the key; empty if they are valid. */
export function validateCommandTargetSettings(
  settings: JsonObject,
  service: CommandService | undefined,
): string[] {
  const parsed = parseConfigValue(settingsSchema, settings);
  if (!parsed.success) return describeMistakes(parsed.mistakes);
  if (!service) return [];
  return COMMANDS.flatMap(key => {
    const use = parsed.data[key];
    return use
      ? service.findProblems(use).map(problem => `${key}: ${problem}`)
      : [];
  });
}

/** Whether the settings name a command that stops the service. */
export function canRemove(settings: JsonObject): boolean {
  return settingsSchema.safeParse(settings).data?.remove !== undefined;
}

/** @throws EffectError if the settings are invalid, or if no commands are configured. */
export function readCommandTargetSettings(
  serviceEnvironment: ServiceEnvironment,
  service: CommandService | undefined,
): { settings: CommandTargetSettings; service: CommandService } {
  if (!service) {
    throw new EffectError(`${MISSING_CONFIG}.`, {
      code: 'not_configured',
      retryable: false,
      notSent: true,
    });
  }
  const parsed = parseConfigValue(settingsSchema, serviceEnvironment.settings);
  if (!parsed.success) {
    throw createSettingsError(
      serviceEnvironment,
      describeMistakes(parsed.mistakes),
    );
  }
  return { settings: parsed.data, service };
}
