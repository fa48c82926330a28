import {
  type AuditEntry,
  auditReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { AuditFilter } from '../../domain/model/filters';
import type { Caller } from '../../domain/model/caller';
import type { ApiContext } from '../../access/apiContext';

/** The audit trail, whole: who may read it sees entries of services that the catalog hides or no longer has as well. */
export async function listAuditEntries(
  api: ApiContext,
  caller: Caller,
  filter: AuditFilter,
): Promise<{ items: AuditEntry[]; nextCursor?: string }> {
  await api.access.require(caller.credentials, auditReadPermission);
  return api.reads.audit(filter);
}
