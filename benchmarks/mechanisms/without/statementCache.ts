import type { cachePreparedStatements as original } from '../../../plugins/deployments-backend/src/persistence/sqlite/preparedStatementCache';

/** Lets knex compile each statement every time. */
export const cachePreparedStatements: typeof original = async () => {};
