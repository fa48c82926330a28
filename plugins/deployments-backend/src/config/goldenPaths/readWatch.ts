import { z } from 'zod';
import {
  type ConfigPath,
  didYouMean,
  parseWithSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { CheckModel } from '../../domain/model/deploymentsModel';
import { ON_BREACH, type WatchModel } from '../../domain/watch/watchModel';
import { duration, positiveDuration } from '../schema/durations';
import { listTemplateUses } from '../schema/listTemplateUses';
import { collectMistakes } from '../schema/mistakes';
import type { ProviderRegistry } from '../schema/providerRegistry';
import { isRecord, readShape, withoutNulls } from '../schema/shape';
import { readCondition } from './readCondition';
import type { StepContext } from './readSteps';

const MAX_FOR_MS = 30 * 24 * 3600_000;
/** The most measurements of one check in a watch. Each one is stored. */
const MAX_MEASUREMENTS = 50_000;

const watchShape = z.strictObject({
  for: positiveDuration,
  checks: z.array(z.string()).min(1).optional(),
  every: positiveDuration.default(60_000),
  failFor: duration.default(3 * 60_000),
  onBreach: z.enum(ON_BREACH).default('ask'),
  if: z.unknown().optional(),
});

/**
 * Reads a golden path's `watch`.
 *
 * @param pathChecks - the names of the checks of the path's steps
 */
export function readWatch(
  value: unknown,
  path: ConfigPath,
  pathChecks: readonly string[],
  context: StepContext,
): WatchModel | undefined {
  const { checkNames, mistakes } = context;
  const read = readShape(
    watchShape,
    isRecord(value) ? withoutNulls(value) : value,
    path,
    mistakes,
  );
  if (!read) {
    return undefined;
  }
  if (read.every > read.for || read.failFor > read.for) {
    mistakes.add(
      [...path, read.every > read.for ? 'every' : 'failFor'],
      'must not be longer than "for", or a breach could never be noticed',
    );
  }
  if (read.for > MAX_FOR_MS) {
    mistakes.add([...path, 'for'], 'must not be longer than 30 days');
  } else if (read.for / read.every > MAX_MEASUREMENTS) {
    const shortest = Math.ceil(read.for / MAX_MEASUREMENTS / 1000);
    mistakes.add(
      [...path, 'every'],
      `must be at least ${shortest}s, because "for" allows at most ${MAX_MEASUREMENTS} measurements of each check`,
    );
  }
  read.checks?.forEach((name, index) => {
    const here = [...path, 'checks', index];
    const check = context.checks[name];
    if (!checkNames.includes(name)) {
      mistakes.add(
        here,
        `unknown check "${name}"${didYouMean(name, checkNames)}`,
      );
    } else if (check && measuresBaseline(check, context.registry)) {
      mistakes.add(
        here,
        `"${name}" measures the baseline, which no longer runs during a watch`,
      );
    }
  });
  const checks = read.checks ?? listDefaultChecks(pathChecks, context);
  if (checks.length === 0) {
    mistakes.add(
      [...path, 'checks'],
      'is missing, and no check of the steps can be measured after the deployment; expected names of checks',
    );
  }
  const condition =
    read.if === undefined
      ? undefined
      : readCondition(read.if, [...path, 'if'], context.conditions, mistakes);
  return {
    forMs: read.for,
    everyMs: read.every,
    failForMs: read.failFor,
    onBreach: read.onBreach,
    checks,
    ...(condition === undefined ? {} : { if: condition }),
  };
}

/** The checks of the path's steps that still make sense with all traffic on the new version. */
function listDefaultChecks(
  pathChecks: readonly string[],
  { checks, registry }: StepContext,
): string[] {
  return [...new Set(pathChecks)].filter(name => {
    const check = checks[name];
    return check !== undefined && !measuresBaseline(check, registry);
  });
}

function measuresBaseline(
  check: CheckModel,
  { checkProviders }: ProviderRegistry,
): boolean {
  const provider = checkProviders.get(check.provider);
  const settings = provider && parseWithSchema(provider.schema, check.with);
  const described = settings?.success
    ? provider?.describe(settings.data)
    : undefined;
  return (
    described?.measurementTarget === 'baseline' ||
    listTemplateUses(check.with, [], collectMistakes()).some(({ name }) =>
      name.startsWith('baseline.'),
    )
  );
}
