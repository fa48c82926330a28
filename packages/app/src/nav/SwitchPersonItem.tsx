import { SidebarItem } from '@backstage/core-components';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import SwitchIcon from '@material-ui/icons/SwapHoriz';

/** Signs out, which leads to the choice of a person. */
export function SwitchPersonItem() {
  const identityApi = useApi(identityApiRef);

  return (
    <SidebarItem
      icon={SwitchIcon}
      text="Switch person"
      onClick={() => identityApi.signOut()}
    />
  );
}
