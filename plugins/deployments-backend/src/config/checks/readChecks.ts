import { z } from 'zod';
import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import {
  type ConfigPath,
  didYouMean,
  listKnownKeys,
} from '@slipway/backstage-plugin-deployments-node/config';
import { DEFAULT_MIN_SAMPLES } from '../../domain/analysis/measurement';
import { duration, positiveDuration } from '../schema/durations';
import { listTemplateUses } from '../schema/listTemplateUses';
import { checkTemplateNames } from '../goldenPaths/checkTemplateNames';
import {
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';
import type { Mistakes } from '../schema/mistakes';
import type { CheckModel } from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';

const number = z.number().refine(Number.isFinite, {
  message: 'expected a number',
});

/** Conditions on the measured value. */
export const thresholdShape = z
  .strictObject({
    atLeast: number.optional(),
    atMost: number.optional(),
    between: z.tuple([number, number]).optional(),
    equals: z.union([number, z.string(), z.boolean()]).optional(),
  })
  .superRefine(({ atLeast, atMost, between }, ctx) => {
    if (between && between[0] > between[1]) {
      ctx.addIssue({
        code: 'custom',
        path: ['between'],
        message: `expected the lower number first, as in [${between[1]}, ${between[0]}]`,
      });
    }
    if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
      ctx.addIssue({
        code: 'custom',
        path: ['atLeast'],
        message: `is above atMost (${atMost}), so nothing could pass`,
      });
    }
  });

const THRESHOLD_KEYS = ['atLeast', 'atMost', 'between', 'equals'];

export const NO_SAMPLES =
  'counts the requests of a rate or a percentile, and this check measures neither; leave it out';

/** The optional keys that every check has in addition to its provider's own. A service can override them too. */
export const timingShape = z.strictObject({
  every: positiveDuration.optional(),
  after: duration.optional(),
  failFor: duration.optional(),
  window: positiveDuration.optional(),
  tolerate: z
    .strictObject({ errors: z.number().int().min(0).optional() })
    .optional(),
  noData: z.enum(['inconclusive', 'fail']).optional(),
  minSamples: z
    .number()
    .int()
    .min(1, { message: 'must be at least 1' })
    .optional(),
});

const TIMING_KEYS = Object.keys(timingShape.shape);
const COMMON_KEYS = ['provider', 'passes', ...TIMING_KEYS];

/** Reads the section `checks`, keyed by name. */
export function readChecks(
  value: unknown,
  path: ConfigPath,
  known: { secrets: readonly string[] },
  registry: ProviderRegistry,
  mistakes: Mistakes,
): Record<string, CheckModel> {
  const checks = readRecord(value, path, mistakes, checkName).flatMap(
    ([name, raw]) => {
      const here = [...path, name];
      const check = readCheck(name, raw, here, registry, mistakes);
      if (isRecord(raw)) {
        checkTemplateNames(
          listTemplateUses(raw, here, mistakes),
          { inputs: undefined, secrets: known.secrets, of: 'check' },
          mistakes,
        );
      }
      return check ? [[name, check] as const] : [];
    },
  );
  return Object.fromEntries(checks);
}

function readCheck(
  name: string,
  raw: unknown,
  path: ConfigPath,
  registry: ProviderRegistry,
  mistakes: Mistakes,
): CheckModel | undefined {
  const common = readShape(
    z.looseObject({
      provider: z.string(),
      passes: z.record(z.string(), z.unknown()).optional(),
    }),
    isRecord(raw) ? withoutNulls(raw) : raw,
    path,
    mistakes,
  );
  if (!common) {
    return undefined;
  }
  const { provider: providerId, passes = {}, ...rest } = common;
  const timing = readShape(
    timingShape,
    pick(rest, key => TIMING_KEYS.includes(key)),
    path,
    mistakes,
  );
  const threshold = readShape(
    thresholdShape,
    pick(passes, key => THRESHOLD_KEYS.includes(key)),
    [...path, 'passes'],
    mistakes,
  );
  const ownConditions = pick(passes, key => !THRESHOLD_KEYS.includes(key));
  const provider = registry.checkProviders.get(providerId);
  if (!provider) {
    mistakes.add(
      [...path, 'provider'],
      `unknown check provider "${providerId}"${didYouMean(providerId, [
        ...registry.checkProviders.keys(),
      ])}`,
    );
    return undefined;
  }
  const conditions = listKnownKeys(provider.schema, ['passes']);
  const takesAny =
    listKnownKeys(provider.schema, [])?.includes('passes') &&
    conditions?.length === 0;
  // A schema that does not tell its keys rejects unknown ones itself.
  const unknown = Object.keys(ownConditions).filter(
    key => !takesAny && conditions?.includes(key) === false,
  );
  for (const key of unknown) {
    mistakes.add(
      [...path, 'passes', key],
      `unknown condition${didYouMean(key, [
        ...THRESHOLD_KEYS,
        ...(conditions ?? []),
      ])}`,
    );
    delete ownConditions[key];
  }
  const own = {
    ...pick(rest, key => !TIMING_KEYS.includes(key)),
    ...(Object.keys(ownConditions).length > 0 && { passes: ownConditions }),
  };
  const settings = readShape(provider.schema, own, path, mistakes, COMMON_KEYS);
  if (!timing || !threshold || settings === undefined || unknown.length > 0) {
    return undefined;
  }
  if (
    Object.keys(threshold).length === 0 &&
    provider.describe(settings).condition === undefined
  ) {
    mistakes.add(
      [...path, 'passes'],
      `has no condition, so the check could never pass; expected ${THRESHOLD_KEYS.join(
        ', ',
      )} or a condition of ${providerId}`,
    );
    return undefined;
  }
  const { isStatistic } = provider.describe(settings);
  if (timing.minSamples !== undefined && !isStatistic) {
    mistakes.add([...path, 'minSamples'], NO_SAMPLES);
    return undefined;
  }
  return {
    name,
    provider: providerId,
    with: own as JsonObject,
    passes: threshold as Threshold,
    everyMs: timing.every ?? 10_000,
    afterMs: timing.after ?? 0,
    failForMs: timing.failFor ?? 0,
    tolerateErrors: timing.tolerate?.errors ?? 3,
    noData: timing.noData ?? 'inconclusive',
    windowMs: timing.window ?? 60_000,
    ...(isStatistic
      ? { minSamples: timing.minSamples ?? DEFAULT_MIN_SAMPLES }
      : {}),
  };
}

function pick(
  value: Record<string, unknown>,
  keep: (key: string) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keep(key)));
}
