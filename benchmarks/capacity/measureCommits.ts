import createKnex from 'knex';

export interface CommitRates {
  /** Commits per second of one connection. */
  alone: number;
  /** Of many connections, which share syncs. */
  together: number;
  /** Of many connections, when each commit notifies. */
  notifying: number;
}

export const CONNECTIONS = 16;
const SECONDS = 4;

/** Measures how many small transactions PostgreSQL commits per second, with and without a notification. */
export async function measureCommits(url: string): Promise<CommitRates> {
  const knex = createKnex({
    client: 'pg',
    connection: url,
    pool: { min: CONNECTIONS, max: CONNECTIONS },
  });
  // Statements that are sent together are one transaction, and one round trip.
  const write = 'insert into commits values (1)';
  const writeAndNotify = `${write}; select pg_notify('commits', 'x')`;
  try {
    await knex.raw('create table commits (n int)');
    const measure = async (sql: string, connections: number) => {
      const until = performance.now() + SECONDS * 1_000;
      let commits = 0;
      await Promise.all(
        Array.from({ length: connections }, async () => {
          while (performance.now() < until) {
            await knex.raw(sql);
            commits += 1;
          }
        }),
      );
      return commits / SECONDS;
    };
    await measure(write, CONNECTIONS);
    return {
      alone: await measure(write, 1),
      together: await measure(write, CONNECTIONS),
      notifying: await measure(writeAndNotify, CONNECTIONS),
    };
  } finally {
    await knex.raw('drop table if exists commits');
    await knex.destroy();
  }
}
