import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Database } from '../../persistence/database';
import { findDifference, writeDifference } from '../persistence/projectionRows';
import type { ClaimedWork } from '../persistence/pendingRecomputation';
import {
  markWhenRulesChanged,
  completeClaim,
  claimPending,
} from '../persistence/pendingRecomputation';
import { alignEnvironments } from '../persistence/environmentRows';
import { readServiceRecords } from '../persistence/sourceRecordRows';
import { markRollupsStale } from '../persistence/rollups/rollupRows';
import type { EnvironmentNames } from '../normalize/environmentNames';
import { COMPRESSION_VERSION } from '../persistence/rollups/rollupCodec';
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
  /** How long a service waits for related records, in milliseconds. Default: 0. */
  gatherMs?: number;
  /** How long a service waits if its records changed while it was processed, in milliseconds. Default: 0. */
  againAfterMs?: number;
  logger: LoggerService;
}

/** Longer than any service takes; after it, others may claim a service whose process died. */
const CLAIM_MS = 60_000;
const BATCH = 6;

/** Marks everything if the rules have changed. Runs at the start, and can be repeated. */
export async function followRules({
  database,
  incidentWindowMs,
  ignoreMergeCommits = false,
  environments,
  logger,
}: DeriveOptions): Promise<void> {
  const rules = [
    `definitions ${DEFINITIONS_VERSION}`,
    `packing ${COMPRESSION_VERSION}`,
    `incidents within ${incidentWindowMs} ms`,
    ...(ignoreMergeCommits ? ['no merge commits'] : []),
    ...(environments ? [`environments ${environments.version}`] : []),
  ].join(', ');
  const isNew = await database.transaction(async trx =>
    markWhenRulesChanged(trx, rules, await database.now(trx), async () => {
      if (environments) await alignEnvironments(trx, environments);
    }),
  );
  if (isNew) logger.info(`The metrics are derived by: ${rules}`);
}

/**
 * Derives the metrics of some services whose records changed, those that waited longest first. Returns the number of
 * services; 0: nothing is left to do.
 */
export async function deriveDue(options: DeriveOptions): Promise<number> {
  const { database, gatherMs = 0, logger } = options;
  const taken = await database.transaction(async trx => {
    const now = await database.now(trx);
    const until = now + CLAIM_MS;
    return claimPending(trx, {
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
        // The mark stays, so that it is retried when the claim ends.
        logger.warn(
          `The metrics of ${
            next.service
          } could not be updated: ${stringifyError(error)}`,
        );
      }
    }
  };
  // Two in parallel: one computes while the server reads or writes for the other. SQLite runs in this process.
  await Promise.all(
    database.dialect.name === 'postgres' ? [work(), work()] : [work()],
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
  // Records that arrive after this read mark the service again.
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
    if (!(await completeClaim(trx, taken, again))) {
      throw new Error('The claim expired');
    }
    await markRollupsStale(trx, difference.days);
  });
}
