import { z } from 'zod';
import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import { NO_SAMPLES, thresholdShape, timingShape } from '../checks/readChecks';
import { checkSettings } from '../environments/readEnvironments';
import { normalRef } from '../schema/refs';
import { isRecord, readRecord, readShape, withoutNulls } from '../schema/shape';
import { collectMistakes } from '../schema/mistakes';
import type { Mistakes } from '../schema/mistakes';
import type {
  CheckModel,
  EnvironmentModel,
  ServiceSettings,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';

const serviceShape = z.strictObject({
  target: z.record(z.string(), z.unknown()).default({}),
  observe: z.record(z.string(), z.unknown()).optional(),
  checks: z.record(z.string(), z.unknown()).default({}),
});

const overlayShape = timingShape.extend({ passes: thresholdShape.optional() });

/** The model parts that the settings of services refer to. */
export interface ServiceContext {
  environments: EnvironmentModel[];
  environmentNames: readonly string[];
  checks: Record<string, CheckModel>;
  checkNames: readonly string[];
  registry: ProviderRegistry;
  mistakes: Mistakes;
}

/** Reads the section `services`, keyed by normalized entity ref, then by environment name. */
export function readServices(
  value: unknown,
  path: ConfigPath,
  context: ServiceContext,
): Record<string, Record<string, ServiceSettings>> {
  const { mistakes } = context;
  const services = new Map<string, Record<string, ServiceSettings>>();
  for (const [key, raw] of readRecord(value, path, mistakes)) {
    const ref = normalRef(key, 'component');
    if (!ref) {
      mistakes.add(
        [...path, key],
        'is not an entity ref; expected one such as component:default/checkout',
      );
    } else if (services.has(ref)) {
      mistakes.add(
        [...path, key],
        `is ${ref}, the same service as another key; keep one of them`,
      );
    } else {
      services.set(ref, readService(raw, [...path, key], context));
    }
  }
  return Object.fromEntries(services);
}

function readService(
  value: unknown,
  path: ConfigPath,
  context: ServiceContext,
): Record<string, ServiceSettings> {
  const { environments, environmentNames, mistakes } = context;
  const settings: [string, ServiceSettings][] = [];
  for (const [name, raw] of readRecord(value, path, mistakes)) {
    const here = [...path, name];
    if (!environmentNames.includes(name)) {
      mistakes.add(
        here,
        `unknown environment${didYouMean(name, environmentNames)}`,
      );
      continue;
    }
    const environment = environments.find(it => it.name === name);
    const read = readSettings(raw, here, environment, context);
    if (read) {
      settings.push([name, read]);
    }
  }
  return Object.fromEntries(settings);
}

function readSettings(
  raw: unknown,
  path: ConfigPath,
  environment: EnvironmentModel | undefined,
  { checks: models, checkNames, registry, mistakes }: ServiceContext,
): ServiceSettings | undefined {
  const settings = readShape(
    serviceShape,
    isRecord(raw) ? withoutNulls(raw) : raw,
    path,
    mistakes,
  );
  if (!settings) {
    return undefined;
  }
  const readOverride = (key: 'target' | 'observe') => {
    const override = withoutNulls(settings[key] ?? {}) as JsonObject;
    const here = [...path, key];
    const overridden = environment?.[key];
    const provider = overridden && registry.targets.get(overridden.provider);
    if ('provider' in override) {
      mistakes.add(
        [...here, 'provider'],
        `can't be changed for one service, because ${
          key === 'target' ? 'the target' : 'it'
        } belongs to the environment`,
      );
    } else if (provider && environment) {
      const check = (merged: JsonObject) => {
        const found = collectMistakes();
        checkSettings(provider, merged, environment, here, found);
        return found.list();
      };
      // Those of the environment itself are reported there.
      const known = check(overridden.settings).map(({ message }) => message);
      check({ ...overridden.settings, ...override })
        .filter(({ message }) => !known.includes(message))
        .forEach(mistakes.addFound);
    }
    return override;
  };
  const target = readOverride('target');
  const observe = readOverride('observe');
  if (settings.observe && environment && !environment.observe) {
    mistakes.add(
      [...path, 'observe'],
      `has no effect, because the environment ${environment.name} has no "observe": its target reads what runs`,
    );
  }
  const checks = Object.entries(withoutNulls(settings.checks)).flatMap(
    ([name, overlay]) => {
      const here = [...path, 'checks', name];
      if (!checkNames.includes(name)) {
        mistakes.add(here, `unknown check${didYouMean(name, checkNames)}`);
        return [];
      }
      const read = readOverlay(overlay, models[name], here, mistakes);
      return read ? [[name, read] as const] : [];
    },
  );
  return {
    target,
    ...(settings.observe && { observe }),
    checks: Object.fromEntries(checks),
  };
}

function readOverlay(
  raw: unknown,
  /** `undefined` if the check itself is invalid. */
  check: CheckModel | undefined,
  path: ConfigPath,
  mistakes: Mistakes,
): Partial<CheckModel> | undefined {
  const read = readShape(overlayShape, raw, path, mistakes);
  if (!read) {
    return undefined;
  }
  if (
    read.minSamples !== undefined &&
    check &&
    check.minSamples === undefined
  ) {
    mistakes.add([...path, 'minSamples'], NO_SAMPLES);
  }
  const overlay: Partial<CheckModel> = {
    passes: read.passes as Threshold | undefined,
    everyMs: read.every,
    afterMs: read.after,
    failForMs: read.failFor,
    windowMs: read.window,
    tolerateErrors: read.tolerate?.errors,
    noData: read.noData,
    minSamples: read.minSamples,
  };
  // The overlay is applied with a spread, so undefined values must not be keys.
  return Object.fromEntries(
    Object.entries(overlay).filter(([, value]) => value !== undefined),
  );
}
