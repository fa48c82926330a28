import { usePermission } from '@backstage/plugin-permission-react';
import { engineReadPermission } from '@slipway/backstage-plugin-deployments-common';

/** Whether to link to the engine page; false until known. The server enforces the permission. */
export function useMaySeeEngine(): boolean {
  const { loading, allowed } = usePermission({
    permission: engineReadPermission,
  });
  return !loading && allowed;
}
