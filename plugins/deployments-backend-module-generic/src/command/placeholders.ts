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

/** Whether the text starts with a placeholder, so that its value decides the first character. */
export function startsWithPlaceholder(text: string): boolean {
  return text.startsWith('{{');
}
