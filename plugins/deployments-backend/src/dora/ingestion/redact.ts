const SECRET =
  /(secret|token|passw|authorization|cookie|credential|api[-_]?key|private[-_]?key|signature)/i;
const HIDDEN = '***';
/** PostgreSQL keeps no text with it. */
const NUL = '\u0000';
/** Deeper than any event that can be read. */
const MOST_DEPTH = 12;
/** Longer than any text of an event that can be read. */
const MOST_TEXT = 4_000;

/** What gives a secret away in the middle of a text, with what stays of it. Bounded, whatever the text. */
const SECRET_TEXTS: [RegExp, string][] = [
  // https://user:password@host
  [/(:\/\/)[^\s/@:]{0,100}:[^\s/@]{1,300}@/g, `$1${HIDDEN}@`],
  // ?access_token=…
  [
    /([?&;][^\s=&?;]{0,40}(?:secret|token|passw|api[-_]?key|signature)[^\s=&?;]{0,40}=)[^\s&#]+/gi,
    `$1${HIDDEN}`,
  ],
  [/\b(Bearer\s{1,9})[\w.~+/=-]{16,}/gi, `$1${HIDDEN}`],
  [/\b(authorization:\s{0,9})[^\r\n]+/gi, `$1${HIDDEN}`],
  // Of GitHub, GitLab, Slack and AWS, and JSON Web Tokens, which say by their form what they are.
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-)[\w-]{10,}/g, HIDDEN],
  [/\bAKIA[0-9A-Z]{16}\b/g, HIDDEN],
  [/\beyJ[\w-]{8,300}\.[\w-]{8,}\.[\w-]+/g, HIDDEN],
  [
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END[^\n]{0,60}|$)/g,
    HIDDEN,
  ],
];

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
  const kept = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  return SECRET_TEXTS.reduce(
    (rest, [secret, instead]) => rest.replace(secret, instead),
    kept.replaceAll(NUL, ''),
  );
}
