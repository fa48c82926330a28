import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { Caller } from '../../domain/model/caller';
import { appendAudit } from '../../persistence/repositories/auditEntries';
import { markForRecomputation } from '../persistence/pendingRecomputation';

/** What follows from whatever a person says of an incident, in the same transaction: the record of it, and new metrics. */
export async function recordSaid(
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
