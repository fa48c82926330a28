/**
 * Characters that are invisible or reorder visible text: control and format characters (line breaks, bidi overrides,
 * zero-width spaces), line separators, and halves of surrogate pairs.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Says why a text cannot be used as a name, as a phrase that follows the field's name (`must not be blank`);
 * `undefined` if it can. Without this rule two different names could look the same, and a name could forge a line of a
 * log.
 *
 * @public
 */
export function identifierProblem(text: string): string | undefined {
  const [invisible] = INVISIBLE.exec(text) ?? [];
  if (invisible !== undefined) {
    const code = invisible.codePointAt(0)?.toString(16).toUpperCase();
    return `must not contain U+${code?.padStart(
      4,
      '0',
    )}: line breaks and invisible characters are not allowed in names`;
  }
  if (text.trim() === '') {
    return 'must not be blank';
  }
  return undefined;
}
