import { Progress } from '@backstage/core-components';
import { lazy, Suspense } from 'react';

const ComparePage = lazy(async () => {
  const { ComparePage: page } = await import(
    '../compareEnvironments/ComparePage'
  );
  return { default: page };
});

const BatchPage = lazy(async () => {
  const { BatchPage: page } = await import('../bulkDeploy/BatchPage');
  return { default: page };
});

/** The comparison of environments, loaded when it is opened. */
export function LazyComparison() {
  return (
    <Suspense fallback={<Progress />}>
      <ComparePage />
    </Suspense>
  );
}

/** The page of several deployments, loaded when it is opened. */
export function LazyBatch() {
  return (
    <Suspense fallback={<Progress />}>
      <BatchPage />
    </Suspense>
  );
}
