import { maskSecrets } from './maskSecrets';
import { stripControls } from './stripControls';

/** Replaces a secret. */
const HIDDEN = '***';
/** Longer texts are truncated, so that redacting never takes long. */
const LONGEST_TEXT = 100_000;
/** The longest text that a pattern below needs in order to match. */
const LONGEST_FORM = 1_000;

const SECRET_WORDS =
  'secret|token|passw(?:or)?d|passwd|passphrase|pwd|api[-_]?key|access[-_]?key|private[-_]?key|credential|signature|dsn';

/** Patterns of secrets, with their replacements. All repetitions are bounded, so that the time is linear in the text. */
const SECRET_TEXTS: [RegExp, string][] = [
  // postgres://user:p@ssword@host, redis://:password@host
  [/(:\/\/)[^\s/@:"'<>]{0,100}:[^\s/"'<>]{1,300}@/g, `$1${HIDDEN}@`],
  // postgres://user:pass/word@host, but not a port with a path behind it
  [
    /(:\/\/)[^\s/@:"'<>[\]]{0,100}:(?!\d{1,5}\/)[^\s"'<>@]{1,300}@/g,
    `$1${HIDDEN}@`,
  ],
  // https://<token>@host; a short name such as git@ is no token
  [/(:\/\/)[^\s/@:"'<>]{20,300}@/g, `$1${HIDDEN}@`],
  // ?access_token=… &X-Amz-Signature=…
  [
    new RegExp(
      `([?&;][^\\s=&?;]{0,40}(?:${SECRET_WORDS})[^\\s=&?;]{0,40}=)[^\\s&#"'<>]+`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [/\b(authorization["']?\s{0,3}[:=]\s{0,9}["']?)[^\r\n"']+/gi, `$1${HIDDEN}`],
  [/\b((?:set-)?cookie["']?\s{0,3}:\s{0,9}["']?)[^\r\n"']+/gi, `$1${HIDDEN}`],
  [/\b(Bearer\s{1,9})[\w.~+/=-]{16,}/gi, `$1${HIDDEN}`],
  // "password": "any text up to the quote", also escaped within another string: {\"password\":\"…\"}
  [
    new RegExp(
      `(?<![A-Za-z0-9])([\\w.-]{0,40}(?:${SECRET_WORDS})[\\w.-]{0,20}(?:=|\\\\{0,3}["']\\s{0,3}[:=]\\s{0,3}))(\\\\{0,3}["'])(?:(?!\\2)(?:\\\\.|[^\\\\\\r\\n])){1,1000}(?:\\2|(?=[\\r\\n])|$)`,
      'gi',
    ),
    `$1$2${HIDDEN}$2`,
  ],
  // DB_PASSWORD=hunter2, "password": 1234, --token=abc
  [
    new RegExp(
      `(?<![A-Za-z0-9])([\\w.-]{0,40}(?:${SECRET_WORDS})[\\w.-]{0,20}(?:=|["']\\s{0,3}[:=]\\s{0,3})["']?)(?!\\*\\*\\*)[^\\s"'&;,)\\]}]+`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  // password: hunter2, but not "token: see #12": the value is a longer word with a digit
  [
    new RegExp(
      `(?<![A-Za-z0-9])((?:${SECRET_WORDS})s?:\\s{1,3})(?=[^\\s\\d]{0,60}\\d)[^\\s#"',;)\\]}]{6,}`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  // Tokens of GitHub, GitLab, Slack, npm, Stripe, Google and AWS, and JSON Web Tokens, which have a known form.
  [
    /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|[sr]k_(?:live|test)_)[\w-]{10,}/g,
    HIDDEN,
  ],
  [/\bAIza[\w-]{35}/g, HIDDEN],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, HIDDEN],
  [/\beyJ[\w-]{8,300}\.[\w-]{8,}\.[\w-]+/g, HIDDEN],
  [
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END[^\n]{0,60}|$)/g,
    HIDDEN,
  ],
];

/**
 * Removes secrets and terminal control sequences from text of another system before it is stored or shown. All text
 * from providers, services and event senders passes through it: step logs and messages, errors, measurements, rejected
 * events.
 *
 * It removes known secrets by value and others by their form, so it misses a secret that has no known form. A provider
 * must still not put a secret into a message.
 *
 * @param text - Text beyond 100,000 characters is cut off, and then also the last 1,000 characters before, which may be the
 *   first part of a secret.
 * @param known - Values of secrets. They are also found line by line, as JSON strings and URL-encoded, and from 8 bytes
 *   on in base64, base64url and hexadecimal without separators, also with text before and after them; see
 *   `listSecretPatterns`. Values with fewer than 4 characters are ignored: replacing them would make ordinary words
 *   unreadable.
 * @returns The text with `***` instead of each secret. Never throws.
 *
 * @public
 */
export function redactText(text: string, known: Iterable<string> = []): string {
  const printable = stripControls(text);
  const isCut = printable.length > LONGEST_TEXT;
  // Reads further than it shows, because a secret that is cut in the middle isn't recognized.
  const masked = maskSecrets(printable.slice(0, 2 * LONGEST_TEXT), known, {
    mask: HIDDEN,
    shownLength: LONGEST_TEXT,
  });
  const redacted = SECRET_TEXTS.reduce(
    (rest, [secret, instead]) => rest.replace(secret, instead),
    masked,
  );
  return isCut ? redacted.slice(0, -LONGEST_FORM) : redacted;
}
