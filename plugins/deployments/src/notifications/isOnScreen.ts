import type { NotificationPayload } from '@backstage/plugin-notifications-common';
import { NOTIFICATION_TOPICS } from '@slipway/backstage-plugin-deployments-common';
import { NEEDS_YOU_PATH } from '../routes/pagePaths';

/**
 * Whether the reader sees what a notification is about: they look at the page that it links to, or at the inbox of decisions
 * if it is about one.
 *
 * @param pathname - of the page on screen
 */
export function isOnScreen(
  { link, topic }: Pick<NotificationPayload, 'link' | 'topic'>,
  pathname: string,
): boolean {
  if (document.visibilityState !== 'visible' || link === undefined) {
    return false;
  }
  const path = trim(pathname);
  const target = trim(link.replace(/[?#].*$/, ''));
  return (
    path === target ||
    (topic === NOTIFICATION_TOPICS.waiting && path === findInbox(target))
  );
}

/** The inbox is next to the pages of deployments. Route refs can't be used, because toasts are there before the routes. */
function findInbox(deployment: string): string {
  return deployment.replace(/[^/]*$/, NEEDS_YOU_PATH);
}

function trim(path: string): string {
  return path.replace(/\/+$/, '');
}
