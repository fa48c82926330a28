const LISTED = 3;

/**
 * Lists names in a sentence, at most three of them: `1.4.0, 1.4.1, 1.4.2 and 5 more`.
 *
 * @public
 */
export function listNames(names: readonly string[]): string {
  const more = names.length - LISTED;
  return [
    names.slice(0, LISTED).join(', '),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(' and ');
}
