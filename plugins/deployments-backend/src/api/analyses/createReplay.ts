import { NotFoundError } from '@backstage/errors';
import type { AnalysisReplay } from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../access/apiContext';
import { listVisible } from '../../access/listVisible';
import type { Caller } from '../../application/caller';
import {
  type FoundDecision,
  findDecision,
} from '../../domain/analysis/findDecision';
import { countAnalyses, isTimeUp } from '../../domain/analysis/replayLooks';
import { hashJson } from '../../domain/deployment/plan/planHash';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import { toTime } from '../../http/formatTime';
import { summarizeDeployments } from '../deployments/summarizeDeployments';
import { toVerdictView } from './analysisView';
import { runWithPauses } from './runWithPauses';

/** How many deployments are replayed. */
const MAX_REPLAYED = 20;
/** The statuses of deployments whose looks are complete. */
const ENDED = [
  'succeeded',
  'failed',
  'rolled_back',
  'rollback_failed',
  'cancelled',
] as const;

/** How many replayed attempts are kept in memory, a few kilobytes each. */
const MAX_KEPT = 500;

type AnalysedAttempt = Parameters<ApiContext['reads']['looks']>[0];
type ReplayedAttempt = Omit<AnalysisReplay['items'][number], 'deployment'>;

/**
 * Creates the function that replays an analysis as it is configured now: its last deployments that have ended and that the
 * caller may see. Keeps what it found, by configuration and attempt, because the looks of a deployment that has ended don't
 * change. Replaying 20 deployments with 500 looks of 10 metrics each takes more than a second.
 */
export function createReplay(
  api: ApiContext,
): (caller: Caller, name: string) => Promise<AnalysisReplay> {
  const kept = new Map<string, Promise<ReplayedAttempt | undefined>>();

  /** Requests at the same time share the work. A failure isn't kept. */
  function replayOnce(
    attempt: AnalysedAttempt,
    model: AnalysisModel,
    snapshot: Snapshot,
  ): Promise<ReplayedAttempt | undefined> {
    const key = hashJson([model, attempt]);
    const replayed =
      kept.get(key) ?? replayAttempt(api, attempt, model, snapshot);
    kept.delete(key);
    kept.set(key, replayed);
    replayed.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT) kept.delete(oldest);
    return replayed;
  }

  return async (caller, name) => {
    // Also asks for the permission.
    const { items: states } = await listVisible(api, caller, {
      analysis: name,
      status: [...ENDED],
      limit: MAX_REPLAYED,
    });
    const { analyses } = api.model;
    const model = Object.hasOwn(analyses, name) ? analyses[name] : undefined;
    if (!model) {
      throw new NotFoundError(
        `There is no analysis ${JSON.stringify(name)} in deployments.analyses`,
      );
    }
    const summaries = await summarizeDeployments(api, states);
    const items: AnalysisReplay['items'] = [];
    // One after the other, because the looks of all together may not fit into memory.
    for (const [index, { id, snapshot }] of states.entries()) {
      if (!snapshot?.analyses?.[name]) continue;
      for (const attempt of await api.reads.analysedSteps(id, name)) {
        const replayed = await replayOnce(attempt, model, snapshot);
        if (replayed) items.push({ deployment: summaries[index], ...replayed });
      }
    }
    return { name, title: model.title, items };
  };
}

/** Replays an attempt with the configuration of its deployment and with `model`. `undefined` without looks. */
async function replayAttempt(
  api: ApiContext,
  analysed: AnalysedAttempt,
  model: AnalysisModel,
  snapshot: Snapshot,
): Promise<ReplayedAttempt | undefined> {
  const before = snapshot.analyses?.[model.name];
  if (!before) return undefined;
  const { stepId, attempt } = analysed;
  const shares = { attempt, analyses: countAnalyses(snapshot.steps) };
  const looks = (await api.reads.looks(analysed)).filter(
    ({ analysis }) => analysis === model.name,
  );
  const then = await runWithPauses(
    findDecision(before, looks, shares, look => look.timeIsUp),
  );
  const now = await runWithPauses(
    findDecision(model, looks, shares, look =>
      isTimeUp(model, look.weightSince, look.to),
    ),
  );
  if (!then || !now) return undefined;
  return {
    stepId,
    attempt,
    looks: looks.length,
    then: toReplayedVerdict(then, before, snapshot),
    now: toReplayedVerdict(now, model, snapshot),
    missingMetrics: model.metrics
      .filter(
        metric =>
          !looks.some(({ metrics }) => Object.hasOwn(metrics, metric.name)),
      )
      .map(metric => model.sources[metric.name]?.title ?? metric.name),
  };
}

function toReplayedVerdict(
  found: FoundDecision,
  model: AnalysisModel,
  snapshot: Snapshot,
): AnalysisReplay['items'][number]['now'] {
  return {
    at: toTime(found.look.to),
    looks: found.looks,
    verdict: toVerdictView(found, model, snapshot, found.look.lastStep),
  };
}
