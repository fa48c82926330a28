import type {
  AuditEntry,
  Principal,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';

export interface NewAuditEntry {
  at: number;
  actor: Principal;
  action: string;
  outcome: AuditEntry['outcome'];
  service?: string;
  environment?: string;
  deploymentId?: string;
  reason?: string;
  details?: JsonObject;
}
