import type { ReplayResponse } from '@slipway/backstage-plugin-deployments-common';
import type { DeadLetterQuery, DoraApi } from '../../api/DoraApi';

/** The API's maximum for one request. */
const BATCH_SIZE = 100;

/** Which events to reprocess. */
export type ReplaySelection =
  | { kind: 'selected'; events: readonly string[] }
  | { kind: 'matching'; match: DeadLetterQuery };

/** The result of reprocessing. */
export interface ReplayResult {
  tried: number;
  accepted: number;
  /** Why the others were not, the most frequent reason first. */
  reasons: { reason: string; count: number }[];
}

export const EMPTY_RESULT: ReplayResult = {
  tried: 0,
  accepted: 0,
  reasons: [],
};

/**
 * Reprocesses events in batches. Aborting `signal` stops it between two requests; events that were already accepted
 * stay accepted.
 *
 * @param onProgress - called after each request
 * @throws what the API throws; the progress reported before remains valid
 */
export async function replayEvents(
  api: Pick<DoraApi, 'replayEvents'>,
  selection: ReplaySelection,
  onProgress: (soFar: ReplayResult) => void,
  signal: AbortSignal,
): Promise<void> {
  let soFar = EMPTY_RESULT;
  const add = ({ results }: ReplayResponse) => {
    soFar = addTo(soFar, results);
    onProgress(soFar);
  };
  if (selection.kind === 'selected') {
    for (
      let i = 0;
      i < selection.events.length && !signal.aborted;
      i += BATCH_SIZE
    ) {
      add(
        await api.replayEvents({
          events: selection.events.slice(i, i + BATCH_SIZE),
        }),
      );
    }
    return;
  }
  let cursor: string | undefined;
  do {
    const response: ReplayResponse = await api.replayEvents({
      match: selection.match,
      cursor,
    });
    add(response);
    cursor = response.nextCursor;
  } while (cursor !== undefined && !signal.aborted);
}

function addTo(
  { tried, accepted, reasons }: ReplayResult,
  results: ReplayResponse['results'],
): ReplayResult {
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
