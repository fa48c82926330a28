import type { AnalysisModel } from '../model/analysisModel';
import type { Look } from './look';
import type { AlarmShares, AnalysisResult } from './replayLooks';
import { CHUNK, createLookReplay } from './replayLooks';

/** What an analysis says about looks, and when. */
export interface FoundDecision extends AnalysisResult {
  /** The last look that led to it. */
  look: Look;
  /** How many looks led to it. */
  looks: number;
}

/** How many looks of a long analysis are judged, besides those where the rollout progresses. */
const MAX_JUDGED = 500;

/**
 * Finds the first look after which an analysis rolls back or asks a person. If there is none, returns what it says in
 * the end; `undefined` without looks. Of more than 500 looks, only each second, third and so on is judged, and then those
 * before the first one with a decision. Pauses often, because thousands of looks take seconds.
 */
export function* findDecision(
  model: AnalysisModel,
  looks: readonly Look[],
  shares: AlarmShares,
  isTimeUp: (look: Look) => boolean,
): Generator<void, FoundDecision | undefined> {
  const size = Math.max(1, Math.ceil(looks.length / MAX_JUDGED));
  const judge = function* judgeSome(
    isDue: (index: number) => boolean,
  ): Generator<void, FoundDecision | undefined> {
    const replay = createLookReplay(model, shares);
    let found: FoundDecision | undefined;
    for (const [index, look] of looks.entries()) {
      replay.add(look);
      if (index % CHUNK === CHUNK - 1) yield;
      if (!isDue(index)) continue;
      const result = replay.judge({
        lastStep: look.lastStep,
        timeIsUp: isTimeUp(look),
      });
      found = { ...result, look, looks: index + 1 };
      if (isFinal(found)) break;
    }
    return found;
  };
  const first = yield* judge(
    index => index % size === 0 || isLastBeforeProgress(looks, index, isTimeUp),
  );
  if (!first || !isFinal(first) || size === 1) return first;
  return yield* judge(index => index >= first.looks - size);
}

function isFinal({ verdict }: AnalysisResult): boolean {
  return verdict.decision === 'rollback' || verdict.decision === 'hold';
}

/** Whether the next look is about another share of the traffic or another time of it, or there is none. */
function isLastBeforeProgress(
  looks: readonly Look[],
  index: number,
  isTimeUp: (look: Look) => boolean,
): boolean {
  const [look, next] = [looks[index], looks.at(index + 1)];
  return (
    next === undefined ||
    next.weightSince !== look.weightSince ||
    next.lastStep !== look.lastStep ||
    isTimeUp(next) !== isTimeUp(look)
  );
}
