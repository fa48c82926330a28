import { createHash } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  readLastSealed,
  lockChain,
  readSealedEntries,
  sealEntries,
  readUnsealedEntries,
} from '../../persistence/repositories/auditEntries';
import type { StoredAuditEntry } from '../../persistence/repositories/auditEntries';
import type { Database } from '../../persistence/database';

/** The previous hash of the chain's first entry. */
const CHAIN_START = '0'.repeat(64);

const SEAL_EVERY_MS = 2_000;
const BATCH = 500;

/**
 * Seals new audit entries every few seconds. Sealing chains the entries: each hash covers the entry before it. It
 * happens after the commit, so that commits need not wait for each other on the chain. With several replicas, one
 * seals at a time. Returns a function that stops it.
 */
export function startSealer(options: {
  database: Database;
  logger: LoggerService;
}): () => Promise<void> {
  const { database, logger } = options;
  let sealing: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) {
      return;
    }
    isBusy = true;
    sealing = sealNew(database)
      .catch(error =>
        logger.warn(
          `New audit entries could not be sealed; sealing is retried shortly: ${stringifyError(
            error,
          )}`,
        ),
      )
      .finally(() => {
        isBusy = false;
      });
  }, SEAL_EVERY_MS);
  timer.unref?.();
  return async () => {
    clearInterval(timer);
    await sealing;
  };
}

/**
 * Seals all unsealed entries, except while another replica is sealing. Returns the number of entries that it sealed.
 */
export async function sealNew(database: Database): Promise<number> {
  let sealed = 0;
  for (;;) {
    const some = await sealSome(database);
    sealed += some;
    if (some < BATCH) {
      return sealed;
    }
  }
}

async function sealSome(database: Database): Promise<number> {
  return database.transaction(async trx => {
    if (!(await lockChain(trx))) {
      return 0;
    }
    const last = await readLastSealed(trx);
    let position = last?.position ?? 0;
    let previousHash = last?.hash ?? CHAIN_START;
    const entries = await readUnsealedEntries(trx, BATCH);
    const seals = entries.map(entry => {
      position += 1;
      const hash = hashJson(entry, position, previousHash);
      const seal = { id: entry.id, position, previousHash, hash };
      previousHash = hash;
      return seal;
    });
    await sealEntries(trx, seals);
    return entries.length;
  });
}

export type Verification =
  | { result: 'intact'; entries: number; lastHash: string }
  /** `position`: the first entry whose hash does not match. */
  | { result: 'broken'; position: number; message: string };

/**
 * Verifies every hash of the audit chain. Entries that were cut off at the end are only noticed by comparing the
 * result with a `lastHash` that was kept elsewhere.
 */
export async function verifyChain(database: Database): Promise<Verification> {
  let position = 0;
  let previousHash = CHAIN_START;
  for (;;) {
    const entries = await readSealedEntries(database.knex, position, BATCH);
    for (const entry of entries) {
      position += 1;
      if (entry.position !== position) {
        return {
          result: 'broken',
          position,
          message: `Entry ${position} is missing`,
        };
      }
      if (
        entry.previousHash !== previousHash ||
        entry.hash !== hashJson(entry, position, previousHash)
      ) {
        return {
          result: 'broken',
          position,
          message: `Entry ${position} was changed after it was sealed`,
        };
      }
      previousHash = entry.hash;
    }
    if (entries.length < BATCH) {
      return { result: 'intact', entries: position, lastHash: previousHash };
    }
  }
}

/** Returns the SHA-256 hash of an entry's fields, in a fixed order, together with the previous entry's hash. */
function hashJson(
  entry: StoredAuditEntry,
  position: number,
  previousHash: string,
): string {
  const { actor } = entry;
  return createHash('sha256')
    .update(
      JSON.stringify([
        position,
        previousHash,
        entry.id,
        entry.at,
        actor.principal,
        actor.onBehalfOf ?? null,
        actor.via,
        entry.action,
        entry.outcome,
        entry.service ?? null,
        entry.environment ?? null,
        entry.deploymentId ?? null,
        entry.reason ?? null,
        entry.details ?? null,
      ]),
    )
    .digest('hex');
}
