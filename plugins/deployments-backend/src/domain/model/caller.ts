import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Principal } from '@slipway/backstage-plugin-deployments-common';

/** Who asks, as resolved from credentials. */
export interface Caller {
  credentials: BackstageCredentials;
  principal: Principal;
  /** Absent for a service principal. */
  user?: { entityRef: string; ownershipRefs: string[] };
}
