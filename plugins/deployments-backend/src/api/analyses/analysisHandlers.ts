import { NotFoundError } from '@backstage/errors';
import type { StepAnalysis } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import type { ApiContext } from '../../access/apiContext';
import { readDeployment } from '../../access/authorize';
import type { Look } from '../../domain/analysis/look';
import { getLookLength } from '../../domain/analysis/planLooks';
import {
  addLooks,
  type AnalysisResult,
  countAnalyses,
  createLookReplay,
  type StageProgress,
} from '../../domain/analysis/replayLooks';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { DeploymentState, StepState } from '../../domain/deployment/state';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import { toOptionalTime, toTime } from '../../http/formatTime';
import { toMetricView, toVerdictView } from './analysisView';
import { runWithPauses } from './runWithPauses';

interface FoundAnalysis {
  state: DeploymentState;
  snapshot: Snapshot;
  step: StepState;
  model: AnalysisModel;
  looks: Look[];
}

/** Finds what the analysis of a step's last attempt has read. */
export async function findStepAnalysis(
  api: ApiContext,
  caller: Caller,
  id: string,
  stepId: string,
): Promise<FoundAnalysis> {
  const { state } = await readDeployment(api, caller, id);
  const { snapshot } = state;
  const step = state.steps.find(each => each.id === stepId);
  const [first] =
    snapshot?.steps.find(each => each.id === stepId)?.analyses ?? [];
  if (!snapshot || !step || !first || step.attempt === 0) {
    throw new NotFoundError(
      `The step ${JSON.stringify(stepId)} of this deployment has no analysis`,
    );
  }
  const stored = await api.reads.looks({
    deploymentId: id,
    stepId,
    attempt: step.attempt,
  });
  // Each stage can have another analysis: the current one counts.
  const name = stored.at(-1)?.analysis ?? first;
  const model = snapshot.analyses?.[name];
  if (!model) {
    throw new NotFoundError(
      `The analysis ${name} is not part of the plan of this deployment`,
    );
  }
  return {
    state,
    snapshot,
    step,
    model,
    looks: stored.filter(({ analysis }) => analysis === name),
  };
}

export async function getStepAnalysis(
  api: ApiContext,
  caller: Caller,
  id: string,
  stepId: string,
): Promise<StepAnalysis> {
  const found = await findStepAnalysis(api, caller, id, stepId);
  const { state, snapshot, step, model, looks } = found;
  const { measurementsAt } = isTerminal(state.status)
    ? await api.reads.removed(id)
    : {};
  const startedAt = step.attemptStartedAt ?? step.startedAt ?? state.at;
  const isRunning = step.status === 'running' && !isTerminal(state.status);
  const stage = findStage(found, isRunning);
  const replay = createLookReplay(model, {
    attempt: step.attempt,
    analyses: countAnalyses(snapshot.steps),
  });
  await runWithPauses(addLooks(replay, looks));
  const result =
    looks.length === 0 && measurementsAt !== undefined
      ? undefined
      : replay.judge(stage);
  return {
    name: model.name,
    title: model.title,
    attempt: step.attempt,
    startedAt: toTime(startedAt),
    everyMs: model.everyMs,
    maxMs: model.maxMs,
    onInconclusive: model.onInconclusive,
    looks: looks.length,
    ...(isRunning
      ? { nextLookAt: toTime(findNextLook(found, startedAt)) }
      : {}),
    weights: state.trafficHistory
      .filter(
        ({ at }) =>
          at >= startedAt &&
          at <= (step.finishedAt ?? Number.POSITIVE_INFINITY),
      )
      .map(({ at, weight }) => ({ at: toTime(at), weight })),
    ...(result
      ? {
          verdict: toVerdictView(result, model, snapshot, stage.lastStep),
        }
      : {}),
    metrics: result ? await runWithPauses(listMetricViews(found, result)) : [],
    removedAt: toOptionalTime(measurementsAt),
  };
}

function* listMetricViews(
  { model, looks }: FoundAnalysis,
  { metrics }: AnalysisResult,
): Generator<void, StepAnalysis['metrics']> {
  const views: StepAnalysis['metrics'] = [];
  for (const [index, plan] of model.metrics.entries()) {
    views.push(toMetricView(plan, metrics[index], model, looks));
    yield;
  }
  return views;
}

/**
 * Finds what is judged. Between a shift of the traffic and the next look, that is the new stage, of which the last look
 * says nothing.
 */
function findStage(
  { state, step: { promotable }, looks }: FoundAnalysis,
  isRunning: boolean,
): StageProgress {
  const last = looks.at(-1);
  const { lastStep = false, timeIsUp = false } = last ?? {};
  const shiftedAt = state.trafficHistory.at(-1)?.at;
  if (!isRunning || !last || shiftedAt === undefined || shiftedAt < last.to) {
    return { lastStep, timeIsUp };
  }
  return {
    // Only in the last stage with an analysis, a promotion skips none.
    lastStep: promotable ? promotable.skipsAnalysis === false : lastStep,
    timeIsUp: false,
    weightSince: shiftedAt,
  };
}

/** When the next look ends, in epoch milliseconds: the first of a weight ends after its warm-up. */
function findNextLook(
  { state, model, looks }: FoundAnalysis,
  startedAt: number,
): number {
  const last = looks.at(-1);
  const weightSince = state.trafficHistory.at(-1)?.at ?? startedAt;
  const taken = looks.filter(
    look => look.weightSince === last?.weightSince,
  ).length;
  return last && last.to > weightSince
    ? last.to + getLookLength(model.everyMs, taken)
    : weightSince + model.warmUpMs + model.everyMs;
}
