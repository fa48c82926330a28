import { lazy, Suspense } from 'react';
import { waitUntilIdle } from '../hooks/waitUntilIdle';
import { loadViews } from '../loadViews';

const NotificationToasts = lazy(() =>
  waitUntilIdle()
    .then(loadViews)
    .then(it => it.loadNotificationToasts())
    .then(
      toasts => ({ default: toasts }),
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
