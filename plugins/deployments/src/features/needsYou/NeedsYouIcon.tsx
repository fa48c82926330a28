import AssignmentLate from '@material-ui/icons/AssignmentLate';
import { lazy, Suspense } from 'react';
import { waitUntilIdle } from '../../hooks/waitUntilIdle';
import { loadViews } from '../../loadViews';

function PlainIcon() {
  return <AssignmentLate fontSize="inherit" />;
}

const CountedIcon = lazy(() =>
  waitUntilIdle()
    .then(loadViews)
    .then(it => it.loadCountedIcon())
    .then(
      icon => ({ default: icon }),
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
