import type { JsonObject } from '@backstage/types';
import type {
  AnalysisSource,
  MetricKind,
} from '@slipway/backstage-plugin-deployments-node';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';
import { DEFAULT_MIN_SAMPLES } from '../../domain/analysis/measurement';
import type {
  AnalysisModel,
  MetricPlan,
} from '../../domain/model/analysisModel';
import { checkTemplateNames } from '../goldenPaths/checkTemplateNames';
import { formatTitle } from '../environments/readEnvironments';
import { listTemplateUses } from '../schema/listTemplateUses';
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

const KINDS = ['latency', 'quantile', 'gauge', 'amount', 'count'] as const;

/** The smallest effects that matter, unless a metric names its own. */
const MINIMUM_EFFECTS: Record<MetricKind, number> = {
  latency: 0.1,
  quantile: 0.25,
  gauge: 0.1,
  amount: 0.1,
  count: 0.25,
};

/** Twice as many errors don't matter while less than one request in 2,000 fails. */
const LEAST_DIFFERENCE_OF_ERRORS = 0.0005;

const effect = share.refine(value => value > 0 && value < 1, {
  message: 'must be more than 0 and less than 100 %',
});

const samples = z.number().int().min(1, { message: 'must be at least 1' });

/** The keys that every metric has, in addition to its provider's own. */
const metricShape = z.strictObject({
  title: z.string().min(1).optional(),
  provider: z.string(),
  kind: z.enum(KINDS).optional(),
  quantile: z
    .number()
    .refine(value => value > 0 && value < 1, {
      message: 'must be more than 0 and less than 1, e.g. 0.95',
    })
    .optional(),
  bad: z.enum(['increase', 'decrease', 'either']).default('increase'),
  minimumEffect: effect.optional(),
  minimumDifference: effect.optional(),
  minSamples: samples.optional(),
  critical: z.boolean().default(false),
  group: z.string().optional(),
  noData: z.enum(['wait', 'ignore', 'fail']).default('wait'),
  hardLimit: z
    .strictObject({
      atMost: share.refine(Number.isFinite, {
        message: 'expected a number',
      }),
      minSamples: samples.default(DEFAULT_MIN_SAMPLES),
      looks: z
        .number()
        .int()
        .min(1, { message: 'must be at least 1' })
        .default(2),
    })
    .optional(),
});

const COMMON_KEYS = Object.keys(metricShape.shape);

type WrittenMetric = z.infer<typeof metricShape>;
type Source = AnalysisModel['sources'][string];

export interface MetricsContext {
  /** The names of the analysis's groups. */
  groups: readonly string[];
  secrets: readonly string[];
  registry: Pick<ProviderRegistry, 'checkProviders'>;
  mistakes: Mistakes;
}

/** Reads the metrics of an analysis, keyed by name. Invalid ones are reported and left out. */
export function readMetrics(
  value: unknown,
  path: ConfigPath,
  context: MetricsContext,
): { plan: MetricPlan; source: Source }[] {
  return readRecord(value, path, context.mistakes, checkName).flatMap(
    ([name, raw]) => {
      const here = [...path, name];
      if (isRecord(raw)) {
        checkTemplateNames(
          listTemplateUses(raw, here, context.mistakes),
          { inputs: undefined, secrets: context.secrets, of: 'metric' },
          context.mistakes,
        );
      }
      const read = readMetric(name, raw, here, context);
      return read ? [read] : [];
    },
  );
}

function readMetric(
  name: string,
  raw: unknown,
  path: ConfigPath,
  context: MetricsContext,
): { plan: MetricPlan; source: Source } | undefined {
  const { mistakes } = context;
  const written = isRecord(raw) ? withoutNulls(raw) : raw;
  const provider = isRecord(written) ? written.provider : undefined;
  const common = readShape(
    metricShape,
    isRecord(written)
      ? pick(written, key => COMMON_KEYS.includes(key))
      : written,
    path,
    mistakes,
  );
  const source =
    typeof provider === 'string'
      ? findSource(provider, path, context)
      : undefined;
  if (!source || !isRecord(written)) return undefined;
  const own = pick(written, key => !COMMON_KEYS.includes(key));
  const settings = readShape(source.schema, own, path, mistakes, COMMON_KEYS);
  if (!common || settings === undefined) return undefined;
  const kind = readKind(
    common.kind,
    source.listKinds(settings),
    path,
    mistakes,
  );
  const group = readGroup(common.group, path, context);
  if (
    !kind ||
    group === undefined ||
    !checkKind(kind, common, path, mistakes)
  ) {
    return undefined;
  }
  return {
    plan: toPlan(name, kind, group, common),
    source: {
      title: common.title ?? formatTitle(name),
      provider: common.provider,
      with: own as JsonObject,
    },
  };
}

function toPlan(
  name: string,
  kind: MetricKind,
  group: string,
  common: WrittenMetric,
): MetricPlan {
  const { quantile, hardLimit } = common;
  const minimumDifference =
    common.minimumDifference ??
    (kind === 'count' && common.bad === 'increase'
      ? LEAST_DIFFERENCE_OF_ERRORS
      : undefined);
  return {
    name,
    kind,
    direction: common.bad,
    minimumEffect: common.minimumEffect ?? MINIMUM_EFFECTS[kind],
    ...(minimumDifference === undefined ? {} : { minimumDifference }),
    ...(quantile === undefined ? {} : { quantile }),
    // A gauge has one value per look, and the judge waits for a number of looks anyway.
    minimumSamples:
      common.minSamples ?? (kind === 'gauge' ? 1 : DEFAULT_MIN_SAMPLES),
    critical: common.critical,
    group,
    withoutData: common.noData,
    ...(hardLimit
      ? {
          hardLimit: {
            atMost: hardLimit.atMost,
            minimumSamples: hardLimit.minSamples,
            looks: hardLimit.looks,
          },
        }
      : {}),
  };
}

function findSource(
  provider: string,
  path: ConfigPath,
  { registry, mistakes }: MetricsContext,
): AnalysisSource<JsonObject> | undefined {
  const known = registry.checkProviders.get(provider);
  const able = [...registry.checkProviders.values()]
    .filter(({ analysis }) => analysis)
    .map(({ id }) => id);
  if (!known) {
    mistakes.add(
      [...path, 'provider'],
      `unknown check provider "${provider}"${didYouMean(provider, able)}`,
    );
  } else if (!known.analysis) {
    mistakes.add(
      [...path, 'provider'],
      `"${provider}" can't compare two versions; expected ${
        able.length > 0
          ? `one of ${able.join(', ')}`
          : 'a provider that can, and no installed module provides one'
      }`,
    );
  }
  return known?.analysis;
}

function readKind(
  kind: MetricKind | undefined,
  possible: readonly MetricKind[],
  path: ConfigPath,
  mistakes: Mistakes,
): MetricKind | undefined {
  if (kind !== undefined && possible.includes(kind)) return kind;
  const [only, ...others] = possible;
  if (kind === undefined && only !== undefined && others.length === 0) {
    return only;
  }
  mistakes.add(
    [...path, 'kind'],
    `${
      kind === undefined
        ? 'is missing'
        : `"${kind}" can't be measured like this`
    }; expected one of ${possible.join(', ')}`,
  );
  return undefined;
}

function readGroup(
  group: string | undefined,
  path: ConfigPath,
  { groups, mistakes }: MetricsContext,
): string | undefined {
  if (group !== undefined && groups.includes(group)) return group;
  if (group === undefined && groups.length === 1) return groups[0];
  mistakes.add(
    [...path, 'group'],
    group === undefined
      ? `is missing; expected one of ${groups.join(', ')}`
      : `unknown group "${group}"${didYouMean(group, groups)}`,
  );
  return undefined;
}

/** Reports keys that don't fit the kind of a metric, or each other. */
function checkKind(
  kind: MetricKind,
  { quantile, minimumDifference, hardLimit, critical, noData }: WrittenMetric,
  path: ConfigPath,
  mistakes: Mistakes,
): boolean {
  const wrong: [string, string][] = [];
  if (kind === 'quantile' && quantile === undefined) {
    wrong.push(['quantile', 'is missing; expected e.g. 0.95']);
  }
  if (kind !== 'quantile' && quantile !== undefined) {
    wrong.push([
      'quantile',
      `belongs to the kind quantile, and this is a ${kind}`,
    ]);
  }
  if (kind !== 'count' && minimumDifference !== undefined) {
    wrong.push([
      'minimumDifference',
      `belongs to the kind count, and this is a ${kind}`,
    ]);
  }
  if (kind !== 'count' && kind !== 'gauge' && hardLimit) {
    wrong.push([
      'hardLimit',
      `belongs to the kinds count and gauge, and this is a ${kind}`,
    ]);
  }
  if (kind === 'count' && hardLimit && !(hardLimit.atMost < 1)) {
    wrong.push([
      'hardLimit.atMost',
      'must be less than 100 %, otherwise nothing exceeds it',
    ]);
  }
  if (critical && noData === 'ignore') {
    wrong.push([
      'noData',
      'must not be "ignore": a critical metric must have data',
    ]);
  }
  for (const [key, message] of wrong) {
    mistakes.add([...path, ...key.split('.')], message);
  }
  return wrong.length === 0;
}

function pick(
  value: Record<string, unknown>,
  keep: (key: string) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keep(key)));
}
