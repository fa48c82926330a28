import { createPostgresDatabase as original } from '../../../plugins/deployments-backend/src/persistence/postgres/createPostgresDatabase';

/** Has no result writer, so that each result is committed in a transaction that locks the row. */
export const createPostgresDatabase: typeof original = (...options) => ({
  ...original(...options),
  resultWriter: undefined,
});
