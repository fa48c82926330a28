import type { NotificationPayload } from '@backstage/plugin-notifications-common';
import { NOTIFICATION_TOPICS } from '@slipway/backstage-plugin-deployments-common';

/**
 * Whether the reader sees what a notification is about: they look at the page that it links to, or at the inbox of decisions
 * if it is about one.
 *
 * @param screen - `pathname`: of the page on screen; `inbox`: the path of the list of decisions
 */
export function isOnScreen(
  { link, topic }: Pick<NotificationPayload, 'link' | 'topic'>,
  { pathname, inbox }: { pathname: string; inbox: string },
): boolean {
  if (document.visibilityState !== 'visible') {
    return false;
  }
  const path = trim(pathname);
  return (
    (link !== undefined && path === trim(link.replace(/[?#].*$/, ''))) ||
    (topic === NOTIFICATION_TOPICS.waiting && path === trim(inbox))
  );
}

function trim(path: string): string {
  return path.replace(/\/+$/, '');
}
