const UNITS: [string, number][] = [
  ['d', 24 * 60 * 60_000],
  ['h', 60 * 60_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** A duration as people read it: `1 h 30 min`. */
export function inWords(milliseconds: number): string {
  let left = Math.round(milliseconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0 && (unit !== 'ms' || parts.length === 0)) {
      parts.push(`${count} ${unit}`);
    }
    left -= count * size;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}
