import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';
import { MAX_LOOKS } from '../../domain/analysis/look';
import { BLOCKS_PER_STEP } from '../../domain/analysis/judge/assessMetric';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import { formatTitle } from '../environments/readEnvironments';
import { duration, positiveDuration } from '../schema/durations';
import type { Mistakes } from '../schema/mistakes';
import type { ProviderRegistry } from '../schema/providerRegistry';
import {
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';
import { share } from '../schema/share';
import { readMetrics } from './readMetrics';

/** What a stage of a golden path writes to have no analysis. */
export const NO_ANALYSIS = 'none';

const HOUR_MS = 3600_000;
/** Each metric is read for both versions in each look. */
const MAX_METRICS = 50;

const score = z
  .number()
  .min(0, { message: 'must be at least 0' })
  .max(100, { message: 'must be at most 100' });

const analysisShape = z.strictObject({
  title: z.string().min(1).optional(),
  every: positiveDuration.default(10_000),
  after: duration.default(30_000),
  for: positiveDuration.default(HOUR_MS),
  onInconclusive: z.enum(['hold', 'promote', 'rollback']).default('hold'),
  onHold: z
    .strictObject({
      decideWithin: positiveDuration.default(24 * HOUR_MS),
      otherwise: z.enum(['rollback', 'promote']).default('rollback'),
    })
    .prefault({}),
  score: z
    .strictObject({ pass: score.default(95), marginal: score.default(75) })
    .prefault({}),
  groups: z
    .record(
      z.string(),
      z.strictObject({
        weight: z
          .number()
          .positive({ message: 'must be more than 0' })
          .default(1),
        minimum: share
          .refine(value => value >= 0 && value <= 1, {
            message: 'must be from 0 to 100 %',
          })
          .default(0),
      }),
    )
    .default({ technical: { weight: 1, minimum: 0 } }),
  metrics: z.unknown(),
});

type WrittenAnalysis = z.infer<typeof analysisShape>;

export interface AnalysesContext {
  secrets: readonly string[];
  registry: Pick<ProviderRegistry, 'checkProviders'>;
  mistakes: Mistakes;
}

/** Reads the section `analyses`, keyed by name. Invalid analyses are reported and left out. */
export function readAnalyses(
  value: unknown,
  path: ConfigPath,
  context: AnalysesContext,
): Record<string, AnalysisModel> {
  const read = readRecord(value, path, context.mistakes, name =>
    name === NO_ANALYSIS
      ? 'is what a stage without an analysis says; choose another name'
      : checkName(name),
  ).flatMap(([name, raw]) => {
    const analysis = readAnalysis(name, raw, [...path, name], context);
    return analysis ? [[name, analysis] as const] : [];
  });
  return Object.fromEntries(read);
}

function readAnalysis(
  name: string,
  raw: unknown,
  path: ConfigPath,
  context: AnalysesContext,
): AnalysisModel | undefined {
  const { mistakes } = context;
  const read = readShape(
    analysisShape,
    isRecord(raw) ? withoutNulls(raw) : raw,
    path,
    mistakes,
  );
  if (!read) return undefined;
  const groups = Object.keys(read.groups);
  const metrics = readMetrics(read.metrics, [...path, 'metrics'], {
    ...context,
    groups,
  });
  const written = isRecord(read.metrics)
    ? Object.keys(withoutNulls(read.metrics)).length
    : 0;
  checkAnalysis(read, written, path, mistakes);
  if (metrics.length > 0 && metrics.length === written) {
    // With an invalid metric, a group could seem to be empty.
    for (const group of groups) {
      if (!metrics.some(({ plan }) => plan.group === group)) {
        mistakes.add([...path, 'groups', group], 'has no metric; leave it out');
      }
    }
  }
  return {
    name,
    title: read.title ?? formatTitle(name),
    everyMs: read.every,
    warmUpMs: read.after,
    maxMs: read.for,
    onInconclusive: read.onInconclusive,
    onHold: {
      decideWithinMs: read.onHold.decideWithin,
      otherwise: read.onHold.otherwise,
    },
    pass: read.score.pass,
    marginal: read.score.marginal,
    groups: read.groups,
    metrics: metrics.map(({ plan }) => plan),
    sources: Object.fromEntries(
      metrics.map(({ plan, source }) => [plan.name, source]),
    ),
  };
}

function checkAnalysis(
  read: WrittenAnalysis,
  metrics: number,
  path: ConfigPath,
  mistakes: Mistakes,
): void {
  const { every, after, score: limits } = read;
  if (read.metrics === undefined || read.metrics === null || metrics === 0) {
    mistakes.add(
      [...path, 'metrics'],
      'is missing; expected at least one metric, keyed by name',
    );
  }
  if (metrics > MAX_METRICS) {
    mistakes.add(
      [...path, 'metrics'],
      `has ${metrics} metrics; at most ${MAX_METRICS} are possible`,
    );
  }
  if (limits.marginal > limits.pass) {
    mistakes.add(
      [...path, 'score', 'marginal'],
      `is above pass (${limits.pass}), so nobody would ever be asked`,
    );
  }
  const neededMs = after + BLOCKS_PER_STEP * every;
  if (read.for < neededMs) {
    mistakes.add(
      [...path, 'for'],
      `is too short for a verdict: the warm-up and ${BLOCKS_PER_STEP} looks take ${formatDuration(
        neededMs,
      )}`,
    );
  }
  if (read.for / every > MAX_LOOKS) {
    mistakes.add(
      [...path, 'every'],
      `is too short for ${formatDuration(
        read.for,
      )}: at most ${MAX_LOOKS} looks are taken in it. Take looks of at least ${formatDuration(
        Math.ceil(read.for / MAX_LOOKS / 1000) * 1000,
      )}`,
    );
  }
}
