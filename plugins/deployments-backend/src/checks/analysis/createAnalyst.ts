import type { AnalysisModel } from '../../domain/model/analysisModel';
import type { MetricLook } from '../../domain/analysis/look';
import { getLookLength, planLooks } from '../../domain/analysis/planLooks';
import type { LookReplay } from '../../domain/analysis/replayLooks';
import {
  countAnalyses,
  createLookReplay,
} from '../../domain/analysis/replayLooks';
import type { DeploymentState } from '../../domain/deployment/state';
import type { Database } from '../../persistence/database';
import {
  insertLook,
  readLooks,
} from '../../persistence/repositories/analysisLooks';
import { getDeployment } from '../../persistence/repositories/deployments';
import { createRestartGrace } from '../restartGrace';
import type { AnalyseRequest, Analyst } from './analyst';
import type { LookContext, ReadMetricOptions } from './readMetric';
import { readMetric } from './readMetric';

export interface AnalystOptions extends ReadMetricOptions {
  database: Database;
}

/** The longest that a look may take, in milliseconds. What isn't read by then is an error of its metric. */
const MAX_LOOK_MS = 15_000;
/** The part of the time until the deadline that reading may take. The rest is for storing. */
const READING = 0.7;
/** How much later than a look a poll may come, in milliseconds. */
const LATE_MS = 60_000;
/** How many attempts are kept in memory, so that their old looks aren't read again. */
const MAX_ATTEMPTS = 100;

interface ReplayedAttempt {
  replay: LookReplay;
  /** Of the last look of the attempt. */
  number: number;
  /** The share of the traffic that the last look was about. */
  weightSince: number | undefined;
  /** How many looks were taken with that share. */
  taken: number;
}

export function createAnalyst(options: AnalystOptions): Analyst {
  const { knex } = options.database;
  const getSettledAt = createRestartGrace();
  const attempts = new Map<string, ReplayedAttempt>();

  /** Adds the looks that are stored, but not replayed yet. */
  async function judgeStored(
    request: AnalyseRequest,
    model: AnalysisModel,
    analyses: number,
  ): Promise<ReplayedAttempt> {
    const { deploymentId, stepId, attempt } = request;
    const key = JSON.stringify([deploymentId, stepId, attempt, model.name]);
    const found = attempts.get(key) ?? {
      replay: createLookReplay(model, { attempt, analyses }),
      number: 0,
      weightSince: undefined,
      taken: 0,
    };
    attempts.delete(key);
    attempts.set(key, found);
    const [oldest] = attempts.keys();
    if (attempts.size > MAX_ATTEMPTS) attempts.delete(oldest);
    for (const look of await readLooks(knex, request, found.number)) {
      // Another call may have added it meanwhile.
      if (look.number <= found.number) continue;
      found.number = look.number;
      found.taken =
        look.weightSince === found.weightSince ? found.taken + 1 : 1;
      found.weightSince = look.weightSince;
      // Another stage can have another analysis, with other metrics.
      if (look.analysis === model.name) found.replay.add(look);
    }
    return found;
  }

  return {
    async analyse(request) {
      const calledAt = Date.now();
      const state = await getDeployment(knex, request.deploymentId);
      const model = findAnalysis(state, request.analysis);
      const { weightSince, now } = request;
      const analyses = countAnalyses(state.snapshot?.steps ?? []);
      const before = await judgeStored(request, model, analyses);
      let { number } = before;
      const startsAt = Math.max(
        weightSince + model.warmUpMs,
        getSettledAt({ startedAt: weightSince, now }),
      );
      const { last } = before.replay;
      // While the portal is down, nothing is measured, so that time isn't up before a look was taken after it.
      const wasMeasured =
        last?.weightSince === weightSince &&
        now - last.to <=
          2 * getLookLength(model.everyMs, before.taken) + LATE_MS;
      const progress = {
        ...request.progress,
        timeIsUp: request.progress.timeIsUp && wasMeasured,
      };
      let from = Math.max(
        startsAt,
        last && last.weightSince === weightSince ? last.to : startsAt,
      );
      for (const period of planLooks(model.everyMs, {
        from,
        now,
        taken: before.weightSince === weightSince ? before.taken : 0,
      })) {
        const leftMs = request.deadline - now - (Date.now() - calledAt);
        const timeoutMs = Math.min(MAX_LOOK_MS, Math.floor(READING * leftMs));
        if (timeoutMs <= 0) break;
        const metrics = await readMetrics(options, {
          state,
          model,
          request,
          period,
          startsAt,
          timeoutMs,
        });
        // An aborted call's samples say nothing about the versions.
        request.signal.throwIfAborted();
        number += 1;
        from = period.to;
        await insertLook(knex, request, {
          number,
          analysis: model.name,
          ...period,
          weight: request.weight,
          weightSince,
          ...progress,
          metrics,
        });
      }
      const { replay } = await judgeStored(request, model, analyses);
      return {
        ...replay.judge({ ...progress, weightSince }),
        nextLookAt: Math.max(now, from) + model.everyMs,
      };
    },
  };
}

async function readMetrics(
  options: ReadMetricOptions,
  context: LookContext,
): Promise<Record<string, MetricLook>> {
  const read = await Promise.all(
    context.model.metrics.map(async plan => {
      const look = await readMetric(options, context, plan);
      return look ? [[plan.name, look] as const] : [];
    }),
  );
  return Object.fromEntries(read.flat());
}

function findAnalysis(state: DeploymentState, name: string): AnalysisModel {
  const model = state.snapshot?.analyses?.[name];
  if (!model) {
    throw new Error(`Deployment ${state.id} has no analysis ${name}`);
  }
  return model;
}
