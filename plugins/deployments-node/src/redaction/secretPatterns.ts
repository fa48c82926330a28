import { stripControls } from './stripControls';

/** Replacing shorter texts would make ordinary words unreadable. */
const SHORTEST_PLAIN = 4;
/** Shorter lines of a secret are ordinary words, such as the keys of a kubeconfig. */
const SHORTEST_LINE = 8;
/** In bytes. The encodings of shorter secrets would occur by chance. */
const SHORTEST_ENCODED = 8;
/** In bytes. Longer secrets are searched for in pieces, because programs break base64 and hexadecimal into lines. */
const PIECE = 12;

/** The name at the start of a line of YAML, JSON or a list of headers. */
const LINE_NAME = /^(?:- )?["']?[\w.-]+["']?:(?:\s+|$)/;

/**
 * A text that reveals a secret.
 *
 * @public
 */
export interface SecretText {
  /** Occurs in every form of the text, so it can be searched for first, which is faster. May be empty. */
  word: string;
  /** The source of a regular expression that matches all forms of the text. */
  pattern: string;
}

/**
 * What reveals secrets, as data, so that another process can mask them, too.
 *
 * @public
 */
export interface SecretPatterns {
  /** Replaced wherever they occur. */
  texts: SecretText[];
  /**
   * Parts of encoded secrets, of 10 or more characters: base64 with `+` and `/`, and hexadecimal in small and in capital
   * letters. Encoded text that contains one is replaced as a whole.
   */
  pieces: string[];
}

/**
 * Lists what reveals secrets: their text, if it has 4 or more characters; each of their lines of 8 or more characters
 * or with `+`, `/` or `=`, but not a name with a shorter value (`kind: Config`); and base64, base64url and hexadecimal without
 * separators if they have 8 or more bytes. Texts are matched as they are, in JSON strings and URL-encoded. Space around a
 * secret doesn't count. `redactText` masks the same.
 *
 * @public
 */
export function listSecretPatterns(secrets: Iterable<string>): SecretPatterns {
  const trimmed = [...secrets].map(secret => secret.trim());
  return {
    texts: [...new Set(trimmed.flatMap(listTexts))].map(text => ({
      word: findLongestWord(text),
      pattern: Array.from(text, matchCharacter).join(''),
    })),
    pieces: [
      ...new Set(
        trimmed.flatMap(secret =>
          splitIntoPieces(Buffer.from(secret)).flatMap(encodePiece),
        ),
      ),
    ],
  };
}

function listTexts(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map(line => line.trim());
  const texts = [secret, ...lines.filter(mayBeSecret)];
  // The text in which they are searched for may have lost its control characters.
  return [...texts, ...texts.map(stripControls)].filter(
    ({ length }) => length >= SHORTEST_PLAIN,
  );
}

/** Whether a line of a secret may be secret itself. The last line of a key, in base64, may be short. */
function mayBeSecret(line: string): boolean {
  return (
    line.replace(LINE_NAME, '').length >= SHORTEST_LINE || /[+/=]/.test(line)
  );
}

function findLongestWord(text: string): string {
  return Array.from(text.matchAll(/\w+/g), ([word]) => word).reduce(
    (longest, word) => (word.length > longest.length ? word : longest),
    '',
  );
}

/** Matches a character as it is, as in a JSON string and as in a URL. */
function matchCharacter(character: string): string {
  if (/\w/.test(character)) return character;
  const bytes = Buffer.from(character).toString('hex').match(/../g) ?? [];
  const units = Array.from({ length: character.length }, (_, index) =>
    character.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  const forms = [
    escapeRegex(character),
    escapeRegex(JSON.stringify(character).slice(1, -1)),
    units.map(unit => `\\\\u${matchAnyCase(unit)}`).join(''),
    bytes.map(byte => `%${matchAnyCase(byte)}`).join(''),
    ...(character === '/' ? ['\\\\/'] : []),
    ...(character === ' ' ? ['\\+'] : []),
  ];
  return `(?:${[...new Set(forms)].join('|')})`;
}

function splitIntoPieces(secret: Buffer): Buffer[] {
  if (secret.length < SHORTEST_ENCODED) return [];
  if (secret.length < 2 * PIECE) return [secret];
  const count = Math.floor(secret.length / PIECE);
  return [
    ...Array.from({ length: count }, (_, index) =>
      secret.subarray(index * PIECE, (index + 1) * PIECE),
    ),
    secret.subarray(-PIECE),
  ];
}

/**
 * Base64 encodes three bytes as four characters, so there are three encodings, depending on how many bytes precede. Lists
 * their characters that depend on the given bytes alone.
 */
function encodePiece(bytes: Buffer): string[] {
  const base64 = [0, 1, 2].map(preceding => {
    const encoded = Buffer.concat([Buffer.alloc(preceding), bytes]);
    return encoded
      .toString('base64')
      .slice(
        Math.ceil((preceding * 8) / 6),
        Math.floor((encoded.length * 8) / 6),
      );
  });
  const hex = bytes.toString('hex');
  return [...base64, hex, hex.toUpperCase()];
}

function matchAnyCase(hex: string): string {
  return hex.replace(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`);
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
