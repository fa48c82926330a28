import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { Renderer } from './render';

/** What a provider's error means for the attempt. */
export function failureOf(
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
    };
  }
  // By name as well: a module may bring its own copy of the contracts.
  const isFenced =
    error instanceof FencedError ||
    (error instanceof Error && error.name === 'FencedError');
  return {
    state: 'failed',
    error: { code: isFenced ? 'fenced' : 'error', message },
    retryable: !isFenced,
  };
}

/** What is kept of a result as text goes through the same filter as logs and errors. */
export function redacted(result: StepResult, { redact }: Renderer): StepResult {
  switch (result.state) {
    case 'running':
    case 'succeeded':
      return result.message === undefined
        ? result
        : { ...result, message: redact(result.message) };
    case 'failed':
      return {
        ...result,
        error: { ...result.error, message: redact(result.error.message) },
      };
    case 'undecided':
      return { ...result, message: redact(result.message) };
    case 'waiting':
      return {
        ...result,
        blocker: {
          ...result.blocker,
          message: redact(result.blocker.message),
        },
      };
    default: {
      const unknown: never = result;
      throw new Error(`Unknown result ${JSON.stringify(unknown)}`);
    }
  }
}
