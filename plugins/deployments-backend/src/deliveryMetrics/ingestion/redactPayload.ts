import { redactText } from '@slipway/backstage-plugin-deployments-node';

const SECRET =
  /(secret|token|passw|authorization|cookie|credential|api[-_]?key|private[-_]?key|signature)/i;
const HIDDEN = '***';
/** Deeper than any event that can be read. */
const MOST_DEPTH = 12;
/** Longer than any text of an event that can be read. */
const MOST_TEXT = 4_000;

/**
 * A copy without the values of keys that look as if they held secrets, and without texts that do: what nobody could read
 * is kept for a person to look at, and somebody may have sent their whole environment.
 */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return textWithoutSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MOST_DEPTH) return HIDDEN;
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
  // Some more than is kept: a secret that the cut goes through would no longer look like one.
  const redacted = redactText(text.slice(0, 2 * MOST_TEXT));
  return redacted.length > MOST_TEXT
    ? `${redacted.slice(0, MOST_TEXT)}…`
    : redacted;
}
