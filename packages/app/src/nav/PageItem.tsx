import { SidebarItem } from '@backstage/core-components';
import type { NavContentNavItem } from '@backstage/plugin-app-react';
import { useCallback } from 'react';
import { useLocation } from 'react-router-dom';

const DEPLOYMENTS = 'page:deployments';
const INBOX = 'page:deployments/needs-you';
/** The inbox is a tab of the deployments page. Its own page only leads there. */
const INBOX_PATH = '/deployments/needs-you';

/** A page in the navigation. In the inbox, only its own item is highlighted. */
export function PageItem({
  node,
  href,
  icon,
  title,
}: Pick<NavContentNavItem, 'node' | 'href' | 'icon' | 'title'>) {
  const { pathname } = useLocation();
  const { id } = node.spec;
  // Another component on each page would mount the icon again, which would lose the inbox's count and request it again.
  const Icon = useCallback(() => icon, [icon]);
  return (
    <SidebarItem
      icon={Icon}
      to={id === INBOX ? INBOX_PATH : href}
      text={title}
      end={id === DEPLOYMENTS && pathname === INBOX_PATH}
    />
  );
}
