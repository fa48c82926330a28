/** Replacing shorter texts would make ordinary words unreadable. */
const SHORTEST_PLAIN = 4;
/** In bytes. The encodings of shorter secrets would occur by chance. */
const SHORTEST_ENCODED = 8;
/** In bytes. Longer secrets are searched for in pieces, because programs break base64 and hexadecimal into lines. */
const PIECE = 12;
const MOST_KEPT = 1_000;

/** Text that may be base64 or hexadecimal, also within a URL (`%2B`) or JSON (`\/`). */
const ENCODED_TEXT = '[\\w+/%\\\\-]{10,}={0,2}';

/**
 * A pattern of texts that reveal a secret, as sources of regular expressions, so that another process can use it.
 *
 * @public
 */
export interface SecretPattern {
  /** What to replace wherever it occurs. */
  text: string;
  /** If given, `text` is replaced only where its match also matches this. */
  containing?: string;
}

/**
 * Lists patterns of the texts that reveal secrets, in the order in which they must be applied: as they are, line by line,
 * as JSON strings and URL-encoded if they have 4 or more characters; within base64, base64url and hexadecimal without
 * separators if they have 8 or more bytes. Space around a secret does not count. `redactText` applies the same patterns.
 *
 * @public
 */
export function listSecretPatterns(secrets: Iterable<string>): SecretPattern[] {
  // Longest first: if one secret starts with another, replacing the shorter one would leave the rest.
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .flatMap(secret => buildPatterns(secret.trim()));
}

interface CompiledPattern {
  text: RegExp;
  containing?: RegExp;
}

const kept = new Map<string, CompiledPattern[]>();

/** Replaces secrets in a text; see `listSecretPatterns`. */
export function maskSecrets(
  text: string,
  secrets: Iterable<string>,
  mask: string,
): string {
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .flatMap(compilePatterns)
    .reduce(
      (rest, { text: pattern, containing }) =>
        rest.replace(pattern, match =>
          containing?.test(match) === false ? match : mask,
        ),
      text,
    );
}

/** Logs are redacted line by line, so the expressions of a secret are compiled once. */
function compilePatterns(secret: string): CompiledPattern[] {
  const known = kept.get(secret);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const compiled = listSecretPatterns([secret]).map(
    ({ text, containing }): CompiledPattern => ({
      text: new RegExp(text, 'g'),
      containing: containing === undefined ? undefined : new RegExp(containing),
    }),
  );
  kept.set(secret, compiled);
  return compiled;
}

function buildPatterns(secret: string): SecretPattern[] {
  const texts = [secret, ...secret.split(/\r?\n/).map(line => line.trim())]
    .filter(({ length }) => length >= SHORTEST_PLAIN)
    .sort((a, b) => b.length - a.length);
  const plain = [...new Set(texts)].map(text =>
    Array.from(text, matchCharacter).join(''),
  );
  const encoded = listPieces(Buffer.from(secret)).flatMap(piece => [
    ...listBase64(piece),
    matchAnyCase(piece.toString('hex')),
  ]);
  return [
    ...(plain.length > 0 ? [{ text: plain.join('|') }] : []),
    ...(encoded.length > 0
      ? [{ text: ENCODED_TEXT, containing: encoded.join('|') }]
      : []),
  ];
}

/** Matches a character as it is, as in a JSON string and as in a URL. */
function matchCharacter(character: string): string {
  if (/\w/.test(character)) return character;
  const bytes = Buffer.from(character).toString('hex').match(/../g) ?? [];
  const forms = [
    escapeRegex(character),
    escapeRegex(JSON.stringify(character).slice(1, -1)),
    bytes.map(byte => `%${matchAnyCase(byte)}`).join(''),
    ...(character === ' ' ? ['\\+'] : []),
  ];
  return `(?:${[...new Set(forms)].join('|')})`;
}

function listPieces(secret: Buffer): Buffer[] {
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
function listBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map(preceding => {
    const encoded = Buffer.concat([Buffer.alloc(preceding), bytes]);
    return encoded
      .toString('base64')
      .slice(
        Math.ceil((preceding * 8) / 6),
        Math.floor((encoded.length * 8) / 6),
      )
      .replaceAll('+', '(?:[+-]|%2[bB])')
      .replaceAll('/', '(?:[/_]|\\\\/|%2[fF])');
  });
}

function matchAnyCase(hex: string): string {
  return hex.replace(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`);
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
