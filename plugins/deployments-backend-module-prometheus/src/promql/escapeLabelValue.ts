/** Where a position in a query is. */
type Position =
  | { kind: 'code' }
  | {
      kind: 'string';
      quote: string;
      /** The operator of a label matcher in front of the string. Absent if the string is something else. */
      matcher?: string;
    };

/**
 * Escapes a value that is filled into a query, so that it stays one value of a label: in the string of a matcher `=` or `!=`
 * as text, and in that of `=~` or `!~` also as a literal within the regular expression.
 *
 * @param before - The query up to the value.
 * @returns `undefined` if the position isn't in the quoted string of a label matcher. There, a value could be code.
 */
export function escapeLabelValue(
  value: string,
  before: string,
): string | undefined {
  const position = locateEnd(before);
  // Nothing can be escaped between backticks.
  if (
    position.kind === 'code' ||
    position.matcher === undefined ||
    position.quote === '`'
  ) {
    return undefined;
  }
  const literal = position.matcher.endsWith('~') ? escapeRegex(value) : value;
  return escapeString(literal, position.quote);
}

/** Escapes a text so that a regular expression of RE2, which Prometheus and Alertmanager use, matches it literally. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** Escapes a text for a quoted string of PromQL, which has the escapes of Go. */
export function escapeString(text: string, quote = '"'): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(
      /\p{Cc}/gu,
      character =>
        `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** Finds out what the end of a query's first part is in: a string or code. */
function locateEnd(query: string): Position {
  let position: Position = { kind: 'code' };
  for (let index = 0; index < query.length; index++) {
    const character = query[index];
    if (position.kind === 'code') {
      if (character === '#') {
        const lineEnd = query.indexOf('\n', index);
        if (lineEnd < 0) return position;
        index = lineEnd;
      } else if (['"', "'", '`'].includes(character)) {
        const matcher = /(=~|!~|!=|=)\s*$/.exec(query.slice(0, index))?.[1];
        position = { kind: 'string', quote: character, matcher };
      }
    } else if (character === '\\' && position.quote !== '`') {
      index++;
    } else if (character === position.quote) {
      position = { kind: 'code' };
    }
  }
  return position;
}
