import { usePermission } from '@backstage/plugin-permission-react';
import { doraManagePermission } from '@slipway/backstage-plugin-deployments-common';

/** Whether to link to the dead letters; false until known. The server enforces the permission. */
export function useMayManageDora(): boolean {
  const { loading, allowed } = usePermission({
    permission: doraManagePermission,
  });
  return !loading && allowed;
}
