/** Finds the known word that was probably meant, in which at most a third of the letters differ. */
export function findNearest(
  given: string,
  known: readonly string[],
): string | undefined {
  // A hostile annotation may be long.
  if (given.length > 100) return undefined;
  const ranked = known
    .map(word => ({ word, distance: countEdits(given, word) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(best.word.length / 3))
    ? best.word
    : undefined;
}

/** Counts the letters to insert, delete or replace. */
function countEdits(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) +
            (from[row - 1] === to[column - 1] ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
