import type { ReplayAnswer } from '@slipway/backstage-plugin-deployments-common';
import type { DeadLetterQuery, DoraApi } from '../../api/DoraApi';

/** The API's maximum for one request. */
const AT_ONCE = 100;

/** Which events to reprocess. */
export type Wanted =
  | { of: 'chosen'; events: readonly string[] }
  | { of: 'match'; match: DeadLetterQuery };

/** The result of reprocessing. */
export interface Replayed {
  tried: number;
  accepted: number;
  /** Why the others were not, the most frequent reason first. */
  reasons: { reason: string; count: number }[];
}

export const NOTHING_YET: Replayed = { tried: 0, accepted: 0, reasons: [] };

/**
 * Reprocesses events in batches. Aborting `signal` stops it between two requests; events that were already accepted
 * stay accepted.
 *
 * @param onProgress - called after each request
 * @throws what the API throws; the progress reported before remains valid
 */
export async function replay(
  api: Pick<DoraApi, 'replayEvents'>,
  wanted: Wanted,
  onProgress: (soFar: Replayed) => void,
  signal: AbortSignal,
): Promise<void> {
  let soFar = NOTHING_YET;
  const add = ({ results }: ReplayAnswer) => {
    soFar = addTo(soFar, results);
    onProgress(soFar);
  };
  if (wanted.of === 'chosen') {
    for (let i = 0; i < wanted.events.length && !signal.aborted; i += AT_ONCE) {
      add(
        await api.replayEvents({ events: wanted.events.slice(i, i + AT_ONCE) }),
      );
    }
    return;
  }
  let cursor: string | undefined;
  do {
    const answer: ReplayAnswer = await api.replayEvents({
      match: wanted.match,
      cursor,
    });
    add(answer);
    cursor = answer.nextCursor;
  } while (cursor !== undefined && !signal.aborted);
}

function addTo(
  { tried, accepted, reasons }: Replayed,
  results: ReplayAnswer['results'],
): Replayed {
  const counts = new Map(reasons.map(({ reason, count }) => [reason, count]));
  const left = results.filter(({ status }) => status !== 'accepted');
  for (const { reason = '' } of left) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return {
    tried: tried + results.length,
    accepted: accepted + results.length - left.length,
    reasons: [...counts]
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count),
  };
}
