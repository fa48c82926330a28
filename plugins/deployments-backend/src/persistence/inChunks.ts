/** Parts of a list, in its order, of `size` values each but for the last. */
export function inChunks<T>(values: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < values.length; from += size) {
    parts.push(values.slice(from, from + size));
  }
  return parts;
}
