import { SidebarItem } from '@backstage/core-components';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { CountedIcon } from './CountedIcon';

/** The inbox in the sidebar of a classic app. Apps of the new frontend system get a page for it. */
export function NeedsYouSidebarItem() {
  const { t } = useTranslation();
  const { needsYou } = usePaths();
  return (
    <SidebarItem icon={CountedIcon} to={needsYou} text={t('page.needs-you')} />
  );
}
