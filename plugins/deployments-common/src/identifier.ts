/**
 * What nobody sees or what reorders what they see: control and format characters (line breaks, bidi overrides, zero-width
 * spaces), separators of lines, and halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Why a text cannot be the name of something, in words that go on from the field's name; `undefined` when it can. Two
 * names that look the same would otherwise be two things, and one could forge a line of a log.
 *
 * @public
 */
export function identifierProblem(text: string): string | undefined {
  const [unseen] = UNSEEN.exec(text) ?? [];
  if (unseen !== undefined) {
    const code = unseen.codePointAt(0)?.toString(16).toUpperCase();
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
