import { usePermission } from '@backstage/plugin-permission-react';
import { engineReadPermission } from '@slipway/backstage-plugin-deployments-common';

/** Whether to offer the way to the page of the engine; not before it is known. The server decides what it shows. */
export function useMaySeeEngine(): boolean {
  const { loading, allowed } = usePermission({
    permission: engineReadPermission,
  });
  return !loading && allowed;
}
