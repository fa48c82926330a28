import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { JsonValue } from '@backstage/types';
import type { Renderer } from '../../domain/goldenPath/renderTemplates';
import { redactBlocker, redactReport } from '../../outbound/redactReport';

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
        ...redactReport(result, redact),
        ...(result.blocker
          ? { blocker: redactBlocker(result.blocker, redact) }
          : {}),
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
        error: {
          ...result.error,
          message: redact(result.error.message),
          ...(result.error.sentences
            ? {
                sentences: result.error.sentences.map(sentence =>
                  redactSentence(sentence, redact),
                ),
              }
            : {}),
        },
        ...redactReport(result, redact),
      };
    case 'undecided':
      return { ...result, message: redact(result.message) };
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

function redactSentence(
  { code, params }: Sentence,
  redact: (text: string) => string,
): Sentence {
  return params === undefined
    ? { code }
    : {
        code,
        params: Object.fromEntries(
          Object.entries(params).map(([name, value]) => [
            name,
            typeof value === 'string' ? redact(value) : value,
          ]),
        ),
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
