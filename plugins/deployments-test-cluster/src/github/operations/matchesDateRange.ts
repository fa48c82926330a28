const RANGE = /^(?:(>=|<=|>|<)(.+)|(.+)\.\.(.+))$/;

function readTime(text: string, endOfDay: boolean): number {
  // A date means the whole day.
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = Date.parse(
    isDate ? `${text}T${endOfDay ? '23:59:59' : '00:00:00'}Z` : text,
  );
  // The search knows whole seconds.
  return Math.floor(time / 1000);
}

/**
 * Whether a time is in a range of GitHub's search syntax: `>=2026-01-01`, `2026-01-01T10:00:00Z..*`, `2026-01-01`.
 * A range that cannot be read includes nothing.
 */
export function matchesDateRange(range: string, time: string): boolean {
  const value = readTime(time, false);
  const match = RANGE.exec(range);
  if (!match)
    return value >= readTime(range, false) && value <= readTime(range, true);
  const [, operator, limit, from, to] = match;
  switch (operator) {
    case '>=':
      return value >= readTime(limit, false);
    case '<=':
      return value <= readTime(limit, true);
    case '>':
      return value > readTime(limit, true);
    case '<':
      return value < readTime(limit, false);
    default:
      return (
        (from === '*' || value >= readTime(from, false)) &&
        (to === '*' || value <= readTime(to, true))
      );
  }
}
