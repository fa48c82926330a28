import type { CommandOutcome } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readNumber, readOptionalText } from '../columns';

interface CommandRow {
  deployment_id: string;
  command_id: string;
  type: CommandOutcome['type'];
  request_hash: string;
  by: string;
  at: BigIntColumn;
  status: CommandOutcome['status'];
  message: string | null;
  seq: number | null;
}

/** Writes a command's outcome. The primary key rejects a second outcome. */
export async function insertCommand(
  trx: Knex.Transaction,
  deploymentId: string,
  outcome: Omit<CommandOutcome, 'at'> & { atMs: number; requestHash: string },
): Promise<void> {
  await trx('commands').insert({
    deployment_id: deploymentId,
    command_id: outcome.commandId,
    type: outcome.type,
    request_hash: outcome.requestHash,
    by: outcome.by,
    at: outcome.atMs,
    status: outcome.status,
    message: outcome.message ?? null,
    seq: outcome.seq ?? null,
  });
}

export async function findCommand(
  on: Knex,
  deploymentId: string,
  commandId: string,
): Promise<{ outcome: CommandOutcome; requestHash: string } | undefined> {
  const row = await on<CommandRow>('commands')
    .where({ deployment_id: deploymentId, command_id: commandId })
    .first();
  return (
    row && {
      requestHash: row.request_hash,
      outcome: {
        commandId: row.command_id,
        type: row.type,
        status: row.status,
        at: new Date(readNumber(row.at)).toISOString(),
        by: row.by,
        message: readOptionalText(row.message),
        seq: row.seq ?? undefined,
      },
    }
  );
}
