/**
 * Suggests a known word after a mistake: `; did you mean "deploy"? Known: …`. Without a similar word, lists only the known ones.
 *
 * @param known - At most 20 of them are listed.
 * @public
 */
export function didYouMean(given: string, known: readonly string[]): string {
  if (known.length === 0) {
    return '; there are none';
  }
  const near = findNearest(given, known);
  const list = known.slice(0, 20).join(', ') + (known.length > 20 ? ', …' : '');
  return `${near ? `; did you mean "${near}"?` : ';'} Known: ${list}`;
}

/**
 * Finds the known word that was probably meant, in which at most a third of the letters differ, in any case. Returns `undefined`
 * if there is none.
 *
 * @public
 */
export function findNearest(
  given: string,
  known: readonly string[],
): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const word of known) {
    const distance = editDistance(given.toLowerCase(), word.toLowerCase());
    const tolerated = Math.max(
      1,
      Math.floor(Math.max(given.length, word.length) / 3),
    );
    if (distance <= tolerated && (!best || distance < best.distance)) {
      best = { word, distance };
    }
  }
  return best?.word;
}

/** Computes the optimal string alignment distance. Insertions, deletions, replacements and swaps of neighbours cost 1. */
function editDistance(a: string, b: string): number {
  // Names are short, but a hostile annotation may be long.
  if (Math.abs(a.length - b.length) > 40 || a.length > 200) {
    return Number.MAX_SAFE_INTEGER;
  }
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(
        rows[i - 1][j] + 1,
        row[j - 1] + 1,
        rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, rows[i - 2][j - 2] + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
