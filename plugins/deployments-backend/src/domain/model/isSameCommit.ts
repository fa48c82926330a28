/** Commit ids that Git abbreviated. Shorter ones are often ambiguous, and a full SHA-1 has 40 digits. */
export const ABBREVIATED_COMMIT = /^[0-9a-f]{7,39}$/;

/** Whether two ids are of one commit. One may be abbreviated, as in the label of an image. */
export function isSameCommit(one: string, other: string): boolean {
  const [short, long] =
    one.length <= other.length ? [one, other] : [other, one];
  return (
    one === other || (ABBREVIATED_COMMIT.test(short) && long.startsWith(short))
  );
}
