import { listSecretPatterns, type SecretPatterns } from './secretPatterns';

/** Text that may be base64 or hexadecimal, also within a URL (`%2B`) or JSON (`\/`, `\u002b`). */
const ENCODED_TEXT = /[\w+/%\\-]{10,}={0,2}/g;
/** Pieces are found by their first characters; none is shorter. */
const INDEXED = 10;
const MOST_KEPT = 100;

/** Pieces of encoded secrets by their first 10 characters. */
export type PieceIndex = Pick<ReadonlyMap<string, readonly string[]>, 'get'>;

/** Where something was found: the index of its first character, and the one behind its last. */
interface Range {
  start: number;
  end: number;
}

interface CompiledPatterns {
  texts: { word: string; pattern: RegExp }[];
  pieces: PieceIndex;
}

const kept = new Map<string, CompiledPatterns>();

/**
 * Replaces secrets in a text; see `listSecretPatterns`.
 *
 * @param shownLength - Only this many characters of the text are shown, and a secret that begins in them is masked even if
 *   it ends behind them.
 */
export function maskSecrets(
  text: string,
  secrets: Iterable<string>,
  { mask, shownLength }: { mask: string; shownLength: number },
): string {
  const { texts, pieces } = compilePatterns([...secrets]);
  // All are searched for in the unchanged text: one secret may contain or overlap another.
  const ranges = [
    ...texts.flatMap(({ word, pattern }) =>
      text.includes(word) ? Array.from(text.matchAll(pattern), toRange) : [],
    ),
    ...findEncoded(text, pieces),
  ].sort((a, b) => a.start - b.start);
  let masked = '';
  let position = 0;
  for (const { start, end } of ranges) {
    if (start >= shownLength) break;
    if (start >= position) masked += text.slice(position, start) + mask;
    position = Math.max(position, end);
  }
  return masked + text.slice(position, Math.max(position, shownLength));
}

/** Finds encoded text that contains a piece, with one look-up a character, however many pieces there are. */
export function findEncoded(text: string, pieces: PieceIndex): Range[] {
  return Array.from(text.matchAll(ENCODED_TEXT))
    .filter(([match]) => containsPiece(toStandardBase64(match), pieces))
    .map(toRange);
}

function toRange({ 0: match, index }: RegExpExecArray): Range {
  return { start: index, end: index + match.length };
}

export function indexPieces(
  pieces: readonly string[],
): Map<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const piece of pieces) {
    const first = piece.slice(0, INDEXED);
    const others = index.get(first);
    if (others) others.push(piece);
    else index.set(first, [piece]);
  }
  return index;
}

function containsPiece(text: string, pieces: PieceIndex): boolean {
  for (let start = 0; start + INDEXED <= text.length; start += 1) {
    const found = pieces.get(text.slice(start, start + INDEXED));
    if (found?.some(piece => text.startsWith(piece, start))) return true;
  }
  return false;
}

function toStandardBase64(text: string): string {
  return text
    .replace(/-|%2b|\\u002b/gi, '+')
    .replace(/_|%2f|\\u002f|\\\//gi, '/');
}

/** Logs are redacted line by line, so the patterns of the same secrets are compiled once. */
function compilePatterns(secrets: readonly string[]): CompiledPatterns {
  const key = JSON.stringify(secrets);
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const compiled = compile(listSecretPatterns(secrets));
  kept.set(key, compiled);
  return compiled;
}

function compile({ texts, pieces }: SecretPatterns): CompiledPatterns {
  return {
    texts: texts.map(({ word, pattern }) => ({
      word,
      pattern: new RegExp(pattern, 'g'),
    })),
    pieces: indexPieces(pieces),
  };
}
