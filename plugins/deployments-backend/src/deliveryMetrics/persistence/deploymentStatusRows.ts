import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import {
  readJson,
  readNumber,
  readOptionalText,
  writeJson,
} from '../../persistence/columns';
import type { StatusRecord } from './storedRecords';
import { getDialect } from '../../persistence/getDialect';

const STATUSES = 'dora_deployment_statuses';

/** Stores statuses of one deployment. Returns all its known statuses, and locks them until the transaction ends. */
export async function putStatuses(
  trx: Knex.Transaction,
  statuses: readonly StatusRecord[],
): Promise<StatusRecord[]> {
  const [{ deployment }] = statuses;
  // A row lock isn't enough, because the row may not exist yet.
  await getDialect(trx).lock(trx, 'statuses', deployment.id);
  await trx(STATUSES)
    .insert(statuses.map(toColumns))
    .onConflict(['deployment_id', 'event_id'])
    .ignore();
  const rows: StatusRow[] = await trx(STATUSES)
    .where({ deployment_id: deployment.id })
    .orderBy('event_id');
  return rows.map(row => ({
    deployment,
    eventId: row.event_id,
    state: row.state,
    at: readNumber(row.at),
    sequence: readOptionalText(row.sequence),
    description: readJson(row.description),
  }));
}

interface StatusRow {
  deployment_id: string;
  event_id: string;
  state: StatusRecord['state'];
  at: BigIntColumn;
  sequence: string | null;
  description: string;
}

function toColumns(status: StatusRecord): StatusRow {
  return {
    deployment_id: status.deployment.id,
    event_id: status.eventId,
    state: status.state,
    at: status.at,
    sequence: status.sequence ?? null,
    description: writeJson(status.description),
  };
}
