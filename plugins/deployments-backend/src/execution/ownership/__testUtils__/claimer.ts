/**
 * A process that claims a deployment and renews its lease, until it is killed or loses the claim. It reports both on its
 * standard output. The environment variable CLAIM contains its task as JSON.
 */
import createKnex from 'knex';
import { LocalQueue } from '../../../queue/LocalQueue';
import { createDatabase } from '../../../persistence/createDatabase';
import { createPgSession } from '../../../persistence/postgres/pgSession';
import { createChangeHub } from '../../../changes/changeHub';
import { claim } from '../claim';
import type { ClaimDeps } from '../claim';
import { createEngineCounters } from '../../../observability/engineCounters';
import { startHeartbeat } from '../startHeartbeat';
import { createReplicaRegistry } from '../replicaRegistry';
import { REDUCER } from '../../../commit/reducer';

export interface ClaimTask {
  connection: object;
  id: string;
  leaseMs: number;
}

const say = (word: string) => process.stdout.write(`${word}\n`);
const quiet = { error: say, warn: say, info() {}, debug() {} };
const logger = { ...quiet, child: () => logger };

async function main({ connection, id, leaseMs }: ClaimTask): Promise<void> {
  const knex = createKnex({ client: 'pg', connection });
  const database = createDatabase(knex);
  const session = createPgSession({ knex, logger });
  const replicaRegistry = createReplicaRegistry({
    database,
    session,
    logger,
    version: '1.0.0',
    inFlight: () => 1,
  });
  await session.start();
  await replicaRegistry.start();
  while (!replicaRegistry.identity()) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  const deps: ClaimDeps = {
    database,
    queue: new LocalQueue({
      logger,
      concurrency: 1,
      findDue: async () => [],
      now: database.estimateNow,
    }),
    changes: createChangeHub(),
    counters: createEngineCounters(),
    reducer: REDUCER,
    identity: replicaRegistry.identity,
    leaseMs,
    targets: new Map(),
    listIntents: () => [],
    unknownOutcome: new Map(),
    logger,
  };
  const claimed = await claim(deps, id);
  say(claimed.result);
  if (claimed.result === 'claimed') {
    startHeartbeat(deps, claimed.claim, {
      onRenewed: () => {},
      onLost: () => say('lost'),
    });
  }
}

// Ends with the process that started it.
process.stdin.resume().on('end', () => process.exit());

main(JSON.parse(process.env.CLAIM ?? '')).catch(error => {
  say(String(error));
  process.exit(1);
});
