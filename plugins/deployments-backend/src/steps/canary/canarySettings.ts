import {
  formatWeight,
  type Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { trafficRoutingSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';
import { NO_ANALYSIS } from '../../config/analyses/readAnalyses';
import { duration, positiveDuration } from '../../config/schema/durations';
import { isRecord, withoutNulls } from '../../config/schema/shape';
import { trafficWeight } from '../../config/schema/trafficWeight';
import { say } from '../../domain/text/say';

/** A share of the traffic, in percent. All of it follows the last stage, and needs none. */
const weight = trafficWeight
  .refine(value => value > 0, { message: 'must be at least 0.1' })
  .refine(value => value < 100, {
    message:
      'must be less than 100: all of the traffic follows the last stage by itself',
  });

/** A later config file removes a key with `null`. */
function removingNulls<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    value => (isRecord(value) ? withoutNulls(value) : value),
    schema,
  );
}

const writtenStage = z.strictObject({
  weight,
  /** How long the stage lasts at least. */
  for: duration.optional(),
  /** A person must promote the rollout to its next stage. */
  until: z.literal('promoted').optional(),
  /** The analysis of this stage, or `none`. Default: that of the step. */
  analysis: z.string().min(1).optional(),
});

const stage = removingNulls(writtenStage);

const writtenAuto = z.strictObject({
  /** The first weight. */
  from: weight,
  /** The last weight before all of the traffic. */
  to: weight,
  /** How long each weight lasts at least. */
  atLeast: duration.default(0),
  /** After which time at all weights together `onInconclusive` of the analysis decides. */
  within: positiveDuration.optional(),
});

const auto = removingNulls(writtenAuto);

const writtenCanary = z
  .strictObject({
    /** Name of an analysis under `deployments.analyses`, for all stages that name none. */
    analysis: z.string().min(1).optional(),
    /** What the new version is compared with: the running instance of the previous version (default), or a new one. */
    baseline: z.enum(['running', 'fresh']).optional(),
    /** Which requests go to the new version, apart from its weight. */
    routing: trafficRoutingSchema.optional(),
    stages: z.array(stage).min(1).max(50).optional(),
    /** Instead of `stages`: doubles the weight whenever the analysis allows it. */
    auto: auto.optional(),
  })
  .superRefine((settings, ctx) => {
    const add = (path: (string | number)[], message: string) =>
      ctx.addIssue({ code: 'custom', path, message });
    if (settings.stages && settings.auto) {
      add(['auto'], 'has no meaning with "stages"; write only one of them');
    }
    if (!settings.stages && !settings.auto) {
      add(['stages'], 'is missing; write "stages" or "auto"');
    }
    if (settings.auto && resolveAnalysis(settings.analysis) === undefined) {
      add(
        ['auto'],
        'needs "analysis", which says when the weight may rise; without one, write "stages"',
      );
    }
    if (settings.auto && settings.auto.from > settings.auto.to) {
      add(['auto', 'to'], 'must be at least "from"');
    }
    settings.stages?.forEach((each, index, all) => {
      const path = ['stages', index];
      const before = all[index - 1];
      if (before && each.weight <= before.weight) {
        add(
          [...path, 'weight'],
          `must be more than ${before.weight}, the weight of the stage before`,
        );
      }
      if (each.until !== undefined && each.for !== undefined) {
        add(
          [...path, 'for'],
          'has no meaning with "until: promoted"; the person decides when',
        );
      }
      const hasAnalysis =
        resolveAnalysis(each.analysis ?? settings.analysis) !== undefined;
      if (!hasAnalysis && !each.for && each.until === undefined) {
        add(
          path,
          'would end immediately; add "for", "until: promoted" or "analysis"',
        );
      }
    });
  });

/** The settings of a canary. */
export const canarySchema = removingNulls(writtenCanary);

export type CanarySettings = z.infer<typeof canarySchema>;

/** A stage of a rollout. Durations are milliseconds. */
export interface Stage {
  /** The candidate's share of the traffic, in percent: more than 0 and less than 100. */
  weight: number;
  /** How long it lasts at least. */
  forMs: number;
  /** Whether only a person ends it. */
  untilPromoted: boolean;
  /** Name of its analysis; absent if it has none. */
  analysis?: string;
}

/** Lists the stages before all of the traffic, in order. */
export function listStages(settings: CanarySettings): Stage[] {
  const toStage = (
    each: z.infer<typeof stage>,
    forMs = each.for ?? 0,
  ): Stage => {
    const analysis = resolveAnalysis(each.analysis ?? settings.analysis);
    return {
      weight: each.weight,
      forMs,
      untilPromoted: each.until === 'promoted',
      ...(analysis === undefined ? {} : { analysis }),
    };
  };
  const { auto: ramp, stages = [] } = settings;
  return ramp
    ? listDoubled(ramp).map(each => toStage({ weight: each }, ramp.atLeast))
    : stages.map(each => toStage(each));
}

/** Doubles the weight from the first to the last one, which is reached exactly. */
function listDoubled({ from, to }: z.infer<typeof auto>): number[] {
  const weights: number[] = [];
  for (let each = from; each < to; each *= 2) {
    weights.push(each);
  }
  return [...weights, to];
}

function resolveAnalysis(name: string | undefined): string | undefined {
  return name === NO_ANALYSIS ? undefined : name;
}

/**
 * Says which stages there are, e.g. `10 % for 2 minutes, then 25 % until it is promoted, then 100 %`. It continues a phrase.
 *
 * @param analyses - Those that have a title, by name.
 */
export function sayStages(
  settings: CanarySettings,
  analyses: Readonly<Record<string, { title: string }>>,
): Sentence[] {
  const getTitle = (name: string) => analyses[name]?.title ?? name;
  const { auto: ramp } = settings;
  const last = say('step_stage_all');
  if (ramp) {
    return [
      say('step_ramp', {
        from: formatWeight(ramp.from),
        to: formatWeight(ramp.to),
        analysis: getTitle(settings.analysis ?? ''),
      }),
      ...(ramp.within === undefined
        ? []
        : [say('step_ramp_within', { periodMs: ramp.within })]),
      last,
    ];
  }
  return [
    ...listStages(settings).map((each, index) =>
      sayStage(each, index === 0 ? 'first' : 'next', getTitle),
    ),
    last,
  ];
}

function sayStage(
  { weight: share, forMs, untilPromoted, analysis: name }: Stage,
  order: 'first' | 'next',
  getTitle: (analysis: string) => string,
): Sentence {
  if (name === undefined) {
    return untilPromoted
      ? say(`step_stage_${order}_promoted`, { weight: share })
      : say(`step_stage_${order}_for`, { weight: share, periodMs: forMs });
  }
  const analysis = getTitle(name);
  if (untilPromoted) {
    return say(`step_stage_${order}_promoted_analysis`, {
      weight: share,
      analysis,
    });
  }
  return forMs > 0
    ? say(`step_stage_${order}_for_analysis`, {
        weight: share,
        periodMs: forMs,
        analysis,
      })
    : say(`step_stage_${order}_analysis`, { weight: share, analysis });
}
