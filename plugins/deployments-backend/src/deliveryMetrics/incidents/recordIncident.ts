import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { Caller } from '../../application/caller';
import { appendAudit } from '../../persistence/repositories/auditEntries';
import { markForRecomputation } from '../persistence/pendingRecomputation';

/** Records a person's change of an incident in the audit trail and marks the metrics, in the same transaction. */
export async function recordStatement(
  trx: Knex.Transaction,
  said: {
    action: `incident.${'opened' | 'resolved' | 'linked' | 'unlinked'}`;
    caller: Caller;
    service: string;
    deploymentId?: string;
    details: JsonObject;
    now: number;
  },
): Promise<void> {
  const { caller, now, ...entry } = said;
  await appendAudit(trx, [
    { ...entry, at: now, actor: caller.principal, outcome: 'accepted' },
  ]);
  await markForRecomputation(trx, [said.service], now);
}
