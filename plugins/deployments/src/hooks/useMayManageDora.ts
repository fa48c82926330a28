import { usePermission } from '@backstage/plugin-permission-react';
import { doraManagePermission } from '@slipway/backstage-plugin-deployments-common';

/** Whether to offer the way to what could not be used; not before it is known. The server decides what it shows. */
export function useMayManageDora(): boolean {
  const { loading, allowed } = usePermission({
    permission: doraManagePermission,
  });
  return !loading && allowed;
}
