const TIME =
  /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A time as RFC 3339 writes it, as epoch milliseconds. Undefined: it is none, or of a day that no calendar has.
 *
 * @returns `hasZone`: without one, `at` is what the machine that reads it takes it for
 */
export function parseTime(
  text: string,
): { at: number; hasZone: boolean } | undefined {
  const [, year, month, day, zone] = TIME.exec(text) ?? [];
  const at = Date.parse(text);
  // `Date` takes the 30th of February for the 2nd of March.
  const isDay =
    Number(day) <= new Date(Date.UTC(+year, +month, 0)).getUTCDate();
  return Number.isNaN(at) || !isDay
    ? undefined
    : { at, hasZone: zone !== undefined };
}

/** 1971. A time that nobody set is the first moment of some calendar, and nothing that is measured here is older. */
const FIRST_MS = 365 * 24 * 3_600_000;

/** Whether somebody set it; epoch milliseconds. */
export function isSet(at: number): boolean {
  return at >= FIRST_MS;
}
