import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Database } from '../../persistence/database';
import { findDifference, writeDifference } from '../persistence/projectionRows';
import type { ClaimedWork } from '../persistence/pendingRecomputation';
import {
  markWhenRulesChanged,
  settle,
  takeDirty,
} from '../persistence/pendingRecomputation';
import { alignEnvironments } from '../persistence/environmentRows';
import { readServiceRecords } from '../persistence/sourceRecordRows';
import { markRollupsStale } from '../persistence/rollups/rollupRows';
import type { EnvironmentNames } from '../normalize/environmentNames';
import { PACKING_VERSION } from '../persistence/rollups/rollupCodec';
import { runYielding } from '../../persistence/yieldToEventLoop';
import {
  DEFINITIONS_VERSION,
  deriveService,
} from '../definitions/deriveService';

export interface DeriveOptions {
  database: Database;
  /** See {@link deriveService}. */
  incidentWindowMs: number;
  ignoreMergeCommits?: boolean;
  /** Absent: stored environments stay as they are. */
  environments?: EnvironmentNames;
  /** How long a service waits for what else is told of it, in milliseconds. Default: not at all. */
  gatherMs?: number;
  /** How long a service waits of which something was told while it was worked in, in milliseconds. Default: not at all. */
  againAfterMs?: number;
  logger: LoggerService;
}

/** Longer than any service takes; whoever dies at work on one leaves it to others after this. */
const TAKEN_FOR_MS = 60_000;
const BATCH = 6;

/** Has everything worked in anew where the rules have changed since. Done at the start; can be done again. */
export async function followRules({
  database,
  incidentWindowMs,
  ignoreMergeCommits = false,
  environments,
  logger,
}: DeriveOptions): Promise<void> {
  const rules = [
    `definitions ${DEFINITIONS_VERSION}`,
    `packing ${PACKING_VERSION}`,
    `incidents within ${incidentWindowMs} ms`,
    ...(ignoreMergeCommits ? ['no merge commits'] : []),
    ...(environments ? [`environments ${environments.version}`] : []),
  ].join(', ');
  const isNew = await database.transaction(async trx =>
    markWhenRulesChanged(trx, rules, await database.now(trx), async () => {
      if (environments) await alignEnvironments(trx, environments);
    }),
  );
  if (isNew) logger.info(`The metrics are worked out by: ${rules}`);
}

/**
 * Works the facts of some services whose facts changed into what the metrics are computed of, those that have waited
 * longest first. Returns how many; 0: nothing is left to do.
 */
export async function deriveDue(options: DeriveOptions): Promise<number> {
  const { database, gatherMs = 0, logger } = options;
  const taken = await database.transaction(async trx => {
    const now = await database.now(trx);
    const until = now + TAKEN_FOR_MS;
    return takeDirty(trx, {
      ...{ now, until, limit: BATCH },
      markedBefore: now - gatherMs,
    });
  });
  let done = 0;
  const work = async () => {
    for (let next = taken.shift(); next; next = taken.shift()) {
      try {
        await deriveOne(options, next);
        done++;
      } catch (error) {
        // The mark stands, so it is tried again once it is nobody's.
        logger.warn(
          `The metrics of ${
            next.service
          } could not be brought up to date: ${stringifyError(error)}`,
        );
      }
    }
  };
  // One is thought about while the server reads or writes another; SQLite does that in this process.
  await Promise.all(
    database.dialect === 'postgres' ? [work(), work()] : [work()],
  );
  return done;
}

async function deriveOne(
  {
    database,
    incidentWindowMs,
    ignoreMergeCommits,
    againAfterMs = 0,
  }: DeriveOptions,
  taken: ClaimedWork,
): Promise<void> {
  // Facts that come after this was read mark the service again.
  const records = await readServiceRecords(database.knex, taken.service);
  const derived = await runYielding(
    deriveService(records, { incidentWindowMs, ignoreMergeCommits }),
  );
  const difference = await findDifference(
    database.knex,
    taken.service,
    derived,
  );
  const again = database.estimateNow() + againAfterMs;
  await database.transaction(async trx => {
    await writeDifference(trx, difference);
    if (!(await settle(trx, taken, again))) {
      throw new Error('Another process is at it');
    }
    await markRollupsStale(trx, difference.days);
  });
}
