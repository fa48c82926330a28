import type { Knex } from 'knex';
import type { DeploymentEvent } from '../../domain/deployment/events';
import { upcastEvent } from '../../domain/deployment/upcast';
import type { BigIntColumn } from '../columns';
import { readJson, readNumber, writeJson } from '../columns';
import type { AddedRows } from '../insertRows';

interface EventRow {
  deployment_id: string;
  seq: number;
  at: BigIntColumn;
  type: string;
  by: string | null;
  data: string;
}

const TABLE = 'deployment_events';

/** Converts events to rows. The (deployment, seq) key rejects a second writer of the same number. */
export function toEventRows(
  deploymentId: string,
  events: DeploymentEvent[],
): AddedRows {
  return {
    table: TABLE,
    rows: events.map(({ seq, at, type, by, ...data }) => ({
      deployment_id: deploymentId,
      seq,
      at,
      type,
      by: by ?? null,
      data: writeJson(data),
    })),
  };
}

/** Highest value of an integer column; PostgreSQL fails on more instead of finding nothing. */
const MAX_SEQ = 2 ** 31 - 1;

export async function readEvents(
  on: Knex,
  deploymentId: string,
  afterSeq: number = 0,
): Promise<DeploymentEvent[]> {
  const rows = await on<EventRow>(TABLE)
    .where({ deployment_id: deploymentId })
    .where('seq', '>', Math.min(afterSeq, MAX_SEQ))
    .orderBy('seq');
  return rows.map(toEvent);
}

function toEvent(row: EventRow): DeploymentEvent {
  return upcastEvent({
    ...readJson<object>(row.data),
    seq: row.seq,
    at: readNumber(row.at),
    type: row.type,
    ...(row.by === null ? {} : { by: row.by }),
  });
}
