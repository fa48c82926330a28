import type { createResultWriter as original } from '../../../plugins/deployments-backend/src/persistence/postgres/resultWriter';

/** Writes no result, so that each is committed in a transaction that locks the row. */
export const createResultWriter: typeof original = () => ({
  write: async () => undefined,
});
