import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { Renderer } from '../../domain/goldenPath/renderTemplates';

/** Turns an error that a provider threw into a failed result. */
export function toFailure(
  error: unknown,
  renderer: Renderer,
): Extract<StepResult, { state: 'failed' }> {
  const message = renderer
    .redact(error instanceof Error ? error.message : String(error))
    .slice(0, 2000);
  if (error instanceof EffectError) {
    return {
      state: 'failed',
      error: { code: error.code, message },
      retryable: error.retryable,
      ...(error.notSent ? { notSent: true } : {}),
    };
  }
  // Also checks the name, because a module may depend on another copy of the contracts package.
  const isFenced =
    error instanceof FencedError ||
    (error instanceof Error && error.name === 'FencedError');
  return {
    state: 'failed',
    error: { code: isFenced ? 'fenced' : 'error', message },
    retryable: !isFenced,
  };
}
