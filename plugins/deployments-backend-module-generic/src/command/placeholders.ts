const PLACEHOLDER = /\{\{\s*(.*?)\s*\}\}/gs;

/** Lists the names in `{{ … }}` of a text. */
export function listPlaceholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/** Fills in `{{ … }}` in a single pass, so that a filled-in value is not searched again. */
export function fillPlaceholders(
  text: string,
  getValue: (name: string) => string,
): string {
  return text.replace(PLACEHOLDER, (_, name: string) => getValue(name));
}

/** Removes the placeholders at the beginning whose values are empty, so that the rest decides the first character. */
export function skipEmptyPlaceholders(
  text: string,
  getValue: (name: string) => string | undefined,
): string {
  const [first] = text.matchAll(PLACEHOLDER);
  return first?.index === 0 && getValue(first[1] ?? '') === ''
    ? skipEmptyPlaceholders(text.slice(first[0].length), getValue)
    : text;
}
