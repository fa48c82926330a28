import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Principal } from '@slipway/backstage-plugin-deployments-common';

/** Who sends a request, as resolved from credentials. */
export interface Caller {
  credentials: BackstageCredentials;
  principal: Principal;
  /** Absent for a service principal. */
  user?: { entityRef: string; ownershipRefs: string[] };
}
