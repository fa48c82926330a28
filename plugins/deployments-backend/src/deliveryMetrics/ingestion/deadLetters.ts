import type {
  IngestedEvent,
  IngestedEvents,
  ReplayResponse,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Caller } from '../../application/caller';
import { appendAudit } from '../../persistence/repositories/auditEntries';
import type { Database } from '../../persistence/database';
import type { DeadLetterFilter } from '../persistence/deadLetterRows';
import {
  countDeadLetters,
  countDeadLettersBySource,
  listDeadLetters,
  readEvents,
} from '../persistence/deadLetterRows';
import type { EventRecord } from '../persistence/sourceEventRows';
import { readEvent } from '../persistence/sourceEventRows';
import type { EnvironmentNames } from '../normalize/environmentNames';
import type { ClassifiedEvent } from './classifyEvents';
import { classifyEvents } from './classifyEvents';
import { persistEvents } from './persistEvents';
import { toEventView } from './eventPayloadView';
import type { ServiceNames } from './serviceNames';

export type { DeadLetterFilter };

/** Events from sources that could not be used. */
export interface DeadLetters {
  /** Lists events, newest first. Throws InputError for an invalid cursor. */
  list(
    asked: DeadLetterFilter & { limit: number; cursor?: string },
  ): Promise<IngestedEvents>;
  find(event: string): Promise<IngestedEvent | undefined>;
  /** Reprocesses events with fresh catalog data. Unknown ids are left out of the response. */
  replay(events: readonly string[], caller: Caller): Promise<ReplayResponse>;
  /** Reprocesses events on the service's own initiative: without an audit entry, and with cached catalog data. */
  retry(events: readonly string[]): Promise<void>;
  /** Reprocesses a batch of matching events, newest first. The response contains the cursor of the next batch. */
  replayMatching(
    asked: DeadLetterFilter & { cursor?: string },
    caller: Caller,
  ): Promise<ReplayResponse>;
}

/** Events per transaction; on SQLite others wait for it. */
const REPLAYS_PER_BATCH = 100;
/** More ids would make an audit entry long without anybody reading them. */
const MAX_RECORDED = 20;

export function createDeadLetters(options: {
  database: Database;
  names: ServiceNames;
  environments: EnvironmentNames;
}): DeadLetters {
  const { database } = options;
  const { knex } = database;

  const replay = async (
    records: readonly EventRecord[],
    caller: Caller | undefined,
  ): Promise<ReplayResponse> => {
    const now = database.estimateNow();
    const classified: ClassifiedEvent[] = [];
    for (const [source, reported] of bySource(records.filter(isUnused))) {
      const events = reported.map(({ body }) => JSON.parse(body ?? 'null'));
      const again = await classifyEvents({
        ...options,
        source,
        events,
        now,
        fresh: caller !== undefined,
        isDryRun: false,
      });
      classified.push(
        ...again.flatMap((one, i) => restoreEvent(reported[i], one) ?? []),
      );
    }
    if (classified.length > 0) {
      await database.transaction(async trx => {
        await persistEvents(trx, classified, now);
        if (caller) await recordReplay(trx, classified, { caller, now });
      });
    }
    const after = await readEvents(
      knex,
      records.map(({ id }) => id),
    );
    const found = new Map(after.map(record => [record.id, record]));
    return {
      results: records.flatMap(({ id }) => {
        const record = found.get(id);
        return record ? [toResult(record)] : [];
      }),
    };
  };

  return {
    async list({ limit, cursor, ...filter }) {
      const [{ items, nextCursor }, total, sources] = await Promise.all([
        listDeadLetters(knex, filter, { limit, cursor }),
        countDeadLetters(knex, filter),
        countDeadLettersBySource(knex),
      ]);
      return { items: items.map(toEventView), total, sources, nextCursor };
    },

    async find(event) {
      const record = await readEvent(knex, event);
      return record && toEventView(record);
    },

    async replay(events, caller) {
      const known = await readEvents(knex, events);
      return replay(known, caller);
    },

    async retry(events) {
      await replay(await readEvents(knex, events), undefined);
    },

    async replayMatching({ cursor, ...filter }, caller) {
      const { items, nextCursor } = await listDeadLetters(knex, filter, {
        limit: REPLAYS_PER_BATCH,
        cursor,
      });
      return { ...(await replay(items, caller)), nextCursor };
    },
  };
}

function isUnused({ status, body }: EventRecord): boolean {
  return status !== 'accepted' && body !== undefined;
}

function bySource(records: readonly EventRecord[]): Map<string, EventRecord[]> {
  const groups = new Map<string, EventRecord[]>();
  for (const record of records) {
    const group = groups.get(record.source);
    if (group) group.push(record);
    else groups.set(record.source, [record]);
  }
  return groups;
}

/**
 * Restores an event for reprocessing, or returns undefined if it was stored incompletely. It keeps its time of
 * arrival, because a clock that was wrong then is not right because time has passed.
 */
function restoreEvent(
  before: EventRecord,
  again: ClassifiedEvent,
): ClassifiedEvent | undefined {
  const { record } = again;
  return record.id === before.id
    ? {
        ...again,
        record: {
          ...record,
          receivedAt: before.receivedAt,
          skewed: before.skewed || record.skewed,
        },
      }
    : undefined;
}

function toResult(record: EventRecord): ReplayResponse['results'][number] {
  const { event, source, id, status, reason } = toEventView(record);
  return { event, source, id, status, reason };
}

function recordReplay(
  trx: Knex.Transaction,
  classified: readonly ClassifiedEvent[],
  { caller, now }: { caller: Caller; now: number },
): Promise<void> {
  const ids = classified.map(({ record }) => record.id);
  return appendAudit(trx, [
    {
      at: now,
      actor: caller.principal,
      action: 'event.replayed',
      outcome: 'accepted',
      details: {
        events: ids.slice(0, MAX_RECORDED),
        tried: ids.length,
        accepted: classified.filter(({ records }) => records !== undefined)
          .length,
      },
    },
  ]);
}
