import AssignmentLate from '@material-ui/icons/AssignmentLate';
import { lazy, Suspense } from 'react';

function PlainIcon() {
  return <AssignmentLate fontSize="inherit" />;
}

/** Resolves when the browser has nothing else to do, so that the count never delays a page. */
function waitUntilIdle(): Promise<void> {
  return new Promise(resolve =>
    'requestIdleCallback' in window
      ? window.requestIdleCallback(() => resolve(), { timeout: 2_000 })
      : resolve(),
  );
}

const CountedIcon = lazy(() =>
  waitUntilIdle()
    .then(() => import('./CountedIcon'))
    .then(
      module => ({ default: module.CountedIcon }),
      // Without the count, the navigation still works.
      () => ({ default: PlainIcon }),
    ),
);

/** The icon of the inbox, with the number of decisions that wait for the viewer. */
export function NeedsYouIcon() {
  return (
    <Suspense fallback={<PlainIcon />}>
      <CountedIcon />
    </Suspense>
  );
}
