/** Returns the `like … escape '\'` pattern that finds a text anywhere in a lowercased column, ignoring case. */
export function toLikePattern(text: string): string {
  return `%${text.toLocaleLowerCase('en-US').replace(/[\\%_]/g, '\\$&')}%`;
}
