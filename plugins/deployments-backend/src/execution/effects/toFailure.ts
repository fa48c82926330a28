import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { JsonValue } from '@backstage/types';
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

/** Removes secrets from the texts of a result before it is stored, by the same rules as in logs and errors. */
export function redactResult(
  result: StepResult,
  { redact }: Renderer,
): StepResult {
  switch (result.state) {
    case 'running':
      return {
        ...result,
        ...(result.message === undefined
          ? {}
          : { message: redact(result.message) }),
        ...(result.handle?.kept === undefined
          ? {}
          : {
              handle: {
                ...result.handle,
                kept: redactTexts(result.handle.kept, redact),
              },
            }),
      };
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

/** Redacts all texts in a kept value, because a template may have filled in secrets. */
function redactTexts(
  value: JsonValue,
  redact: (text: string) => string,
): JsonValue {
  if (typeof value === 'string') {
    return redact(value);
  }
  if (Array.isArray(value)) {
    return value.map(inner => redactTexts(inner, redact));
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, inner]) =>
          inner === undefined ? [] : [[key, redactTexts(inner, redact)]],
        ),
      )
    : value;
}
