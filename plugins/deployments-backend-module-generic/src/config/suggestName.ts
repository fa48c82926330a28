/** Suggests the name that was probably meant: `; did you mean "playbook"? Known: …`, or says that there are none. */
export function suggestName(given: string, known: readonly string[]): string {
  if (known.length === 0) return '; there are none';
  const near = known.find(
    name =>
      countEdits(given.toLowerCase(), name.toLowerCase()) <=
      Math.max(1, Math.floor(Math.max(given.length, name.length) / 3)),
  );
  const list = known.slice(0, 20).join(', ') + (known.length > 20 ? ', …' : '');
  return `${near ? `; did you mean "${near}"?` : ';'} Known: ${list}`;
}

/** The Levenshtein distance. */
function countEdits(a: string, b: string): number {
  if (a.length > 100 || b.length > 100) return Number.MAX_SAFE_INTEGER;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
