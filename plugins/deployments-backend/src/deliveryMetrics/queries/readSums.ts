import type { Database } from '../../persistence/database';
import { readFigures, readTrend } from './metricFigures';
import type { Sums, SumsRequest } from './rollupReads';
import { includesNearlyAllRows, readFromRollups } from './rollupReads';

/** Reads the figures of a span, of the previous one, and of each period. */
export async function readSums(
  snapshot: Database,
  request: SumsRequest,
): Promise<Sums> {
  const { filter, span, previous, dayStarts, starts, settlingSince } = request;
  const compressed = includesNearlyAllRows(filter)
    ? await readFromRollups(snapshot, request)
    : undefined;
  if (compressed) return compressed;
  const figures = await readFigures(snapshot, {
    filter,
    span,
    dayStarts,
    settlingSince,
  });
  const before = await readFigures(snapshot, {
    filter,
    span: previous,
    dayStarts: [],
    settlingSince,
    isBrief: true,
  });
  const trend =
    starts.length === 0 ? [] : await readTrend(snapshot, filter, span, starts);
  return { figures, previous: before, trend };
}
