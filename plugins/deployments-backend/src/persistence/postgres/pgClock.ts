/** SQL for PostgreSQL's clock at this moment, in epoch milliseconds. */
export const PG_CLOCK = `(extract(epoch from clock_timestamp()) * 1000)::bigint`;
