import {
  identityApiRef,
  useApi,
  useApiHolder,
} from '@backstage/core-plugin-api';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { notificationsApiRef } from '@backstage/plugin-notifications';
import type {
  Notification,
  NotificationSignal,
} from '@backstage/plugin-notifications-common';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useEffect, useRef } from 'react';
import { useHref, useLocation } from 'react-router-dom';
import { useTranslation } from '../i18n/useTranslation';
import { isOnScreen } from './isOnScreen';
import { ToastTitle } from './ToastTitle';

/** How long a toast is shown, in milliseconds. What waits for the reader stays longer. Afterwards, it is in the list. */
const SHOWN_FOR = 8_000;
const URGENT_SHOWN_FOR = 20_000;
/** Earlier toasts make room for later ones, because a stack would cover the page. */
const MAX_TOASTS = 3;

const STATUS = {
  low: 'success',
  normal: 'info',
  high: 'warning',
  critical: 'danger',
} as const;

/**
 * Shows new notifications as toasts, with their whole title. A later notification about the same thing replaces its toast, and
 * what is on screen anyway has none. Without the notifications and signals plugins, it shows nothing.
 */
export function NotificationToasts() {
  const { t } = useTranslation();
  const apis = useApiHolder();
  const identityApi = useApi(identityApiRef);
  const toastApi = useApi(toastApiRef);
  const base = useHref('/').replace(/\/$/, '');
  const { pathname } = useLocation();
  const path = useRef(pathname);
  path.current = pathname;

  useEffect(() => {
    const shown = new Map<string, () => void>();
    const close = (id: string) => {
      shown.get(id)?.();
      shown.delete(id);
    };
    const show = ({ id, payload }: Notification) => {
      close(id);
      const [oldest] = shown.keys();
      if (shown.size >= MAX_TOASTS) {
        close(oldest);
      }
      const toast = toastApi.post({
        title: <ToastTitle>{payload.title}</ToastTitle>,
        description: payload.description,
        status: STATUS[payload.severity ?? 'normal'],
        links: payload.link
          ? [
              {
                label: t('notifications.open'),
                href: toHref(payload.link, base),
              },
            ]
          : undefined,
        timeout: isUrgent(payload.severity) ? URGENT_SHOWN_FOR : SHOWN_FOR,
      });
      shown.set(id, toast.close);
    };
    let stopped = false;
    let unsubscribe: (() => void) | undefined;
    // The element is there before somebody has signed in, and before the APIs of other plugins.
    identityApi.getCredentials().then(
      () => {
        const notificationsApi = apis.get(notificationsApiRef);
        const signalApi = apis.get(signalApiRef);
        if (stopped || !notificationsApi || !signalApi) {
          return;
        }
        const subscriber = signalApi.subscribe<NotificationSignal>(
          'notifications',
          signal => {
            if (signal.action === 'notification_read') {
              signal.notification_ids.forEach(close);
              return;
            }
            if (signal.action !== 'new_notification') {
              return;
            }
            notificationsApi
              .getNotification(signal.notification_id)
              .then(notification => {
                if (stopped) {
                  return;
                }
                if (isOnScreen(notification.payload, path.current)) {
                  close(notification.id);
                } else {
                  show(notification);
                }
              })
              // It is in the list of notifications nevertheless.
              .catch(() => undefined);
          },
        );
        unsubscribe = () => subscriber.unsubscribe();
      },
      // Nobody is signed in, so nothing is for them.
      () => undefined,
    );
    return () => {
      stopped = true;
      unsubscribe?.();
    };
  }, [apis, identityApi, toastApi, base, t]);
  return null;
}

function isUrgent(severity: Notification['payload']['severity']): boolean {
  return severity === 'high' || severity === 'critical';
}

/** Links within the app don't contain the path that the app is served under. */
function toHref(link: string, base: string): string {
  return link.startsWith('/') ? `${base}${link}` : link;
}
