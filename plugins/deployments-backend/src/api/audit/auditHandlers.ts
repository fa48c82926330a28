import {
  type AuditEntry,
  auditReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { AuditFilter } from '../../domain/model/filters';
import type { Caller } from '../../application/caller';
import type { ApiContext } from '../../access/apiContext';

/**
 * Lists audit entries. The permission covers the whole trail, including services that the catalog hides from the caller
 * or no longer has.
 */
export async function listAuditEntries(
  api: ApiContext,
  caller: Caller,
  filter: AuditFilter,
): Promise<{ items: AuditEntry[]; nextCursor?: string }> {
  await api.access.require(caller.credentials, auditReadPermission);
  return api.reads.audit(filter);
}
