import {
  EffectError,
  type TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import { KubernetesError } from '../client/kubernetesError';

/** How long to wait when the cluster does not respond. */
const AWAY_MS = 5_000;

/**
 * Reports errors of a poll as progress.
 *
 * @throws FencedError, and what is no EffectError.
 */
export async function reportErrors(
  call: () => Promise<TargetProgress>,
): Promise<TargetProgress> {
  try {
    return await call();
  } catch (error) {
    const unavailable = toUnavailable(error);
    if (unavailable) return unavailable;
    if (error instanceof EffectError) {
      const { message, code, retryable } = error;
      return { state: 'failed', message, code, retryable };
    }
    throw error;
  }
}

/** The progress while the cluster can't be asked; `undefined` for other errors. */
function toUnavailable(error: unknown): TargetProgress | undefined {
  if (!(error instanceof EffectError) || !error.retryable) return undefined;
  const { failure } = error.cause instanceof KubernetesError ? error.cause : {};
  const retryAfterMs =
    failure?.kind === 'rejected' ? failure.retryAfterMs ?? 0 : 0;
  switch (error.code) {
    case 'unreachable':
    case 'rate_limited':
    case 'unauthenticated':
      return {
        state: 'working',
        message: `${error.message}. The rollout continues without Slipway, which asks again.`,
        problems: [{ code: error.code, message: error.message }],
        pollAfterMs: Math.max(retryAfterMs, AWAY_MS),
      };
    default:
      return undefined;
  }
}
