import { writeResults } from '../../../plugins/deployments-backend/src/persistence/postgres/batchedResults';
import type { createResultWriter as original } from '../../../plugins/deployments-backend/src/persistence/postgres/resultWriter';
import { toStoredResult } from '../../../plugins/deployments-backend/src/persistence/postgres/toStoredResult';

/** Writes each result with a statement of its own. */
export const createResultWriter: typeof original = (database, isDirect) => ({
  async write(epoch, contents) {
    const result = toStoredResult(epoch, contents);
    if (!result) return undefined;
    const askedAt = performance.now();
    const { written, now } = await database.statement(on =>
      writeResults(on, [result], { isPrepared: isDirect() }),
    );
    database.learnNow(now, askedAt);
    return written.size > 0 ? now : undefined;
  },
});
