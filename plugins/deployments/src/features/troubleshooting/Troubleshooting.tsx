import { Progress } from '@backstage/core-components';
import { lazy, Suspense } from 'react';

// Loaded lazily, because it brings a long text and a Markdown renderer that few readers need.
const TroubleshootingPage = lazy(() => import('./TroubleshootingPage'));

/** The troubleshooting page. */
export function Troubleshooting() {
  return (
    <Suspense fallback={<Progress />}>
      <TroubleshootingPage />
    </Suspense>
  );
}
