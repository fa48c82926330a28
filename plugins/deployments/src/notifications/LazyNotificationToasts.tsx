import { lazy, Suspense } from 'react';
import { waitUntilIdle } from '../hooks/waitUntilIdle';

const NotificationToasts = lazy(() =>
  waitUntilIdle()
    .then(() => import('./NotificationToasts'))
    .then(
      module => ({ default: module.NotificationToasts }),
      // Without toasts, the notifications are in their list.
      () => ({ default: () => null }),
    ),
);

/** The toasts, loaded after the page. */
export function LazyNotificationToasts() {
  return (
    <Suspense fallback={null}>
      <NotificationToasts />
    </Suspense>
  );
}
