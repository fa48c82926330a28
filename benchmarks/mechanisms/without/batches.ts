import { writeResults } from '../../../plugins/deployments-backend/src/persistence/postgres/batchedResults';
import type { createResultWriter as original } from '../../../plugins/deployments-backend/src/persistence/postgres/createResultWriter';

/** Writes each result with a statement of its own. */
export const createResultWriter: typeof original = (
  { statement, updateClock },
  keepsSessions,
) => ({
  async write(result) {
    const sentAt = performance.now();
    const { written, now } = await statement(on =>
      writeResults(on, [result], { isPrepared: keepsSessions() }),
    );
    updateClock(now, sentAt);
    return written.size > 0 ? now : undefined;
  },
});
