import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Renderer } from '../../domain/goldenPath/renderTemplates';
import {
  redactBlocker,
  redactReport,
  redactSaid,
} from '../../outbound/redactReport';

/** Removes secrets from the texts of a result before it is stored, by the same rules as in logs and errors. */
export function redactResult(
  result: StepResult,
  { redact }: Renderer,
): StepResult {
  switch (result.state) {
    case 'running':
      return {
        ...result,
        ...redactSaid(result, redact),
        ...redactReport(result, redact),
        ...(result.blocker
          ? { blocker: redactBlocker(result.blocker, redact) }
          : {}),
        ...(result.handle
          ? { handle: redactHandle(result.handle, redact) }
          : {}),
      };
    case 'succeeded':
      return { ...result, ...redactSaid(result, redact) };
    case 'failed':
      return {
        ...result,
        error: { ...result.error, ...redactSaid(result.error, redact) },
        ...redactReport(result, redact),
      };
    case 'undecided':
      return { ...result, ...redactSaid(result, redact) };
    case 'waiting':
      return {
        ...result,
        blocker: redactBlocker(result.blocker, redact),
      };
    default: {
      const unknown: never = result;
      throw new Error(`Unknown result ${JSON.stringify(unknown)}`);
    }
  }
}

/** Redacts what a handle keeps for later attempts, and an outcome that is reported later. The rest identifies the call. */
function redactHandle(
  handle: JsonObject,
  redact: (text: string) => string,
): JsonObject {
  const { kept, outcome } = handle;
  return {
    ...handle,
    ...(kept === undefined ? {} : { kept: redactTexts(kept, redact) }),
    ...(outcome === undefined ? {} : { outcome: redactTexts(outcome, redact) }),
  };
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
