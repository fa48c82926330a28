/** Splits a list into parts of `size` values, in order; the last part may be shorter. */
export function inChunks<T>(values: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < values.length; from += size) {
    parts.push(values.slice(from, from + size));
  }
  return parts;
}
