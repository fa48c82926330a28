import type {
  Observation,
  TargetProgress,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';

const POLL_MS = 2_000;

/**
 * Reports whether a version is running whose deployment has ended.
 *
 * @param seen - What is running; `undefined` if that can't be observed, in which case the deployment's own result counts.
 * @param mayStillStart - Whether the version may take longer to show as ready.
 * @param how - What has ended, e.g. `The command`.
 */
export function describeDeployed(
  seen: Observation | undefined,
  version: TargetVersion,
  { mayStillStart, how }: { mayStillStart: boolean; how: string },
): TargetProgress {
  if (!seen) {
    return { state: 'ready', candidate: { id: version.artifact } };
  }
  const found = seen.instances.find(
    ({ artifact }) => artifact === version.artifact,
  );
  if (found?.ready) {
    const baseline = seen.instances.find(
      ({ artifact, weight }) => artifact !== version.artifact && weight > 0,
    );
    return {
      state: 'ready',
      candidate: { id: found.id, ...(found.url ? { url: found.url } : {}) },
      ...(baseline
        ? {
            baseline: {
              id: baseline.id,
              ...(baseline.url ? { url: baseline.url } : {}),
            },
          }
        : {}),
    };
  }
  const message = found
    ? `${version.name} was deployed, but it is not ready`
    : `${how} has ended, but ${version.name} (${version.artifact}) doesn't show in what is observed`;
  return mayStillStart
    ? { state: 'working', message, pollAfterMs: POLL_MS }
    : {
        state: 'failed',
        code: found ? 'not_ready' : 'not_deployed',
        message,
        retryable: false,
      };
}
