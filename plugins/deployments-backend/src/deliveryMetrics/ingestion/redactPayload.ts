import { redactText } from '@slipway/backstage-plugin-deployments-node';

const SECRET =
  /(secret|token|passw|authorization|cookie|credential|api[-_]?key|private[-_]?key|signature)/i;
const HIDDEN = '***';
/** Deeper than any valid event. */
const MAX_DEPTH = 12;
/** Longer than any text of a valid event. */
const MAX_TEXT = 4_000;

/**
 * Returns a copy without secrets, as judged by keys and by texts. Invalid events are stored for a person to look at,
 * and somebody may have sent their whole environment.
 */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return textWithoutSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return HIDDEN;
  if (Array.isArray(value)) {
    return value.map(part => withoutSecrets(part, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      textWithoutSecrets(key),
      SECRET.test(key) ? HIDDEN : withoutSecrets(part, depth + 1),
    ]),
  );
}

function textWithoutSecrets(text: string): string {
  // Redacts more than is kept, because a secret that is cut in the middle would not be recognized.
  const redacted = redactText(text.slice(0, 2 * MAX_TEXT));
  return redacted.length > MAX_TEXT
    ? `${redacted.slice(0, MAX_TEXT)}…`
    : redacted;
}
