import { SidebarItem } from '@backstage/core-components';
import SwitchIcon from '@material-ui/icons/SwapHoriz';
import { rememberedPerson } from '../demo/rememberedPerson';
import { startAnew } from '../demo/startAnew';

/** Leads to the choice of a person, and from there back to the same page. A sign-out would lead to the front page. */
export function SwitchPersonItem() {
  return (
    <SidebarItem
      icon={SwitchIcon}
      text="Switch person"
      onClick={() => {
        rememberedPerson.clear();
        startAnew();
      }}
    />
  );
}
