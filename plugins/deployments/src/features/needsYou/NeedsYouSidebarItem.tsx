import { SidebarItem } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { usePaths } from '../../routes/usePaths';
import { NeedsYouIcon } from './NeedsYouIcon';

/** The inbox in the sidebar of a classic app. Apps of the new frontend system get a page for it. */
export function NeedsYouSidebarItem() {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const { needsYou } = usePaths();
  return (
    <SidebarItem icon={NeedsYouIcon} to={needsYou} text={t('page.needs-you')} />
  );
}
