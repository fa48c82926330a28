// @ts-check
'use strict';

/**
 * Masks secrets in what a command prints, as `redactText` does in the backend. A copy in plain JavaScript, because the
 * runner can't load what is compiled with the backend.
 */

/** Text that may be base64 or hexadecimal, also within a URL (`%2B`) or JSON (`\/`, `\u002b`). */
const ENCODED_TEXT = /[\w+/%\\-]{10,}={0,2}/g;
/** Pieces are found by their first characters; none is shorter. */
const INDEXED = 10;
const MASK = '***';

/**
 * @typedef {object} SecretPatterns - See `listSecretPatterns`.
 * @property {{ word: string, pattern: string }[]} texts
 * @property {string[]} pieces
 */

/**
 * Creates a function that replaces secrets in a text. Only the first `shownLength` characters of the text are shown, and a
 * secret that begins in them is masked even if it ends behind them.
 *
 * @param {SecretPatterns} patterns
 */
function createMask({ texts, pieces }) {
  const compiled = texts.map(({ word, pattern }) => ({
    word,
    pattern: new RegExp(pattern, 'g'),
  }));
  const index = indexPieces(pieces);

  /** @param {string} text @param {number} [shownLength] */
  return (text, shownLength = text.length) => {
    // All are searched for in the unchanged text: one secret may contain or overlap another.
    const found = compiled.flatMap(({ word, pattern }) =>
      text.includes(word) ? [...text.matchAll(pattern)] : [],
    );
    for (const match of text.matchAll(ENCODED_TEXT)) {
      if (containsPiece(toStandardBase64(match[0]), index)) found.push(match);
    }
    found.sort((a, b) => a.index - b.index);
    let masked = '';
    let position = 0;
    for (const { 0: match, index: start } of found) {
      if (start >= shownLength) break;
      if (start >= position) masked += text.slice(position, start) + MASK;
      position = Math.max(position, start + match.length);
    }
    return masked + text.slice(position, Math.max(position, shownLength));
  };
}

/** @param {readonly string[]} pieces @returns {Map<string, string[]>} Pieces by their first characters. */
function indexPieces(pieces) {
  /** @type {Map<string, string[]>} */
  const index = new Map();
  for (const piece of pieces) {
    const first = piece.slice(0, INDEXED);
    const others = index.get(first);
    if (others) others.push(piece);
    else index.set(first, [piece]);
  }
  return index;
}

/** @param {string} text @param {Map<string, string[]>} index */
function containsPiece(text, index) {
  if (index.size === 0) return false;
  for (let start = 0; start + INDEXED <= text.length; start += 1) {
    const found = index.get(text.slice(start, start + INDEXED));
    if (found?.some(piece => text.startsWith(piece, start))) return true;
  }
  return false;
}

/** @param {string} text */
function toStandardBase64(text) {
  return text
    .replace(/-|%2b|\\u002b/gi, '+')
    .replace(/_|%2f|\\u002f|\\\//gi, '/');
}

module.exports = { createMask };
