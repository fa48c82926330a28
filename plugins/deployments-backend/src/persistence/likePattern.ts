/** What `like … escape '\'` finds a text by that a lowercased column contains, upper and lower case alike. */
export function getPattern(text: string): string {
  return `%${text.toLocaleLowerCase('en-US').replace(/[\\%_]/g, '\\$&')}%`;
}
