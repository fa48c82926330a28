const SECRET =
  /(secret|token|passw|authorization|cookie|credential|api[-_]?key|private[-_]?key|signature)/i;
const HIDDEN = '***';
/** PostgreSQL keeps no text with it. */
const NUL = '\u0000';
/** Deeper than any event that can be read. */
const MOST_DEPTH = 12;

/**
 * A copy without the values of keys that look as if they held secrets: what nobody could read is kept for a person to
 * look at, and somebody may have sent their whole environment.
 */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll(NUL, '');
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MOST_DEPTH) return HIDDEN;
  if (Array.isArray(value)) {
    return value.map(part => withoutSecrets(part, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key.replaceAll(NUL, ''),
      SECRET.test(key) ? HIDDEN : withoutSecrets(part, depth + 1),
    ]),
  );
}
