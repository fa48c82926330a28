import { stripVTControlCharacters } from 'node:util';

/** What stands for a secret that was taken out. */
const HIDDEN = '***';
/** Shorter ones would black out ordinary words. */
const SHORTEST_SECRET = 4;
/** No text that people read is longer; the rest is cut off, so that redacting never takes long. */
const LONGEST_TEXT = 100_000;

const SECRET_WORDS =
  'secret|token|passw(?:or)?d|passwd|passphrase|pwd|api[-_]?key|access[-_]?key|private[-_]?key|credential|signature|dsn';

/** What gives a secret away in a text, with what stays of it. Each is bounded: the time grows with the text alone. */
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
  // "password": "any, text; to the quote", also within another text: {\"password\":\"…\"}
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
  // password: hunter2, but not "token: see #12": what has a digit inside a longer word
  [
    new RegExp(
      `(?<![A-Za-z0-9])((?:${SECRET_WORDS})s?:\\s{1,3})(?=[^\\s\\d]{0,60}\\d)[^\\s#"',;)\\]}]{6,}`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  // Of GitHub, GitLab, Slack, npm, Stripe, Google and AWS, and JSON Web Tokens, which say by their form what they are.
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

/** What a terminal acts on, but for tabs and line breaks. */
// eslint-disable-next-line no-control-regex -- These are what it is about.
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
const CONTROLS_ALL = new RegExp(CONTROLS, 'g');

/**
 * Makes a text that came from elsewhere fit to be kept and shown: without secrets, by value where they are known and by
 * their looks otherwise, and without what a terminal would act on. All texts of providers, services and senders pass
 * here: step logs and messages, errors, measurements, events that could not be used.
 *
 * By looks means that it misses secrets that look like anything else: a provider does not write a secret into a message.
 *
 * @param known - values of secrets; those of less than 4 characters are left, as they would black out ordinary words
 *
 * @public
 */
export function redactText(text: string, known: Iterable<string> = []): string {
  let redacted = stripControls(text.slice(0, LONGEST_TEXT));
  // The longest first: one may be the beginning of another, whose rest would stay.
  for (const secret of [...known].sort((a, b) => b.length - a.length)) {
    if (secret.length >= SHORTEST_SECRET) {
      for (const form of [secret, encoded(secret)]) {
        redacted = redacted.replaceAll(form, HIDDEN);
      }
    }
  }
  return SECRET_TEXTS.reduce(
    (rest, [secret, instead]) => rest.replace(secret, instead),
    redacted,
  );
}

/**
 * A text without the sequences by which terminals move, colour and retitle, and without other control characters than
 * tabs and line breaks. A log that is looked at in a terminal must not be able to rewrite itself.
 *
 * @public
 */
export function stripControls(text: string): string {
  return CONTROLS.test(text)
    ? stripVTControlCharacters(text).replace(CONTROLS_ALL, '')
    : text;
}

function encoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // Half of a surrogate pair.
    return secret;
  }
}
