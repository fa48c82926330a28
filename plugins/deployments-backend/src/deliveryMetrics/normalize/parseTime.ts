import { isDay } from '../../domain/text/isDay';

const TIME =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Parses an RFC 3339 time into epoch milliseconds. Returns undefined if it is invalid or names a day that does not
 * exist.
 *
 * @returns `hasZone`: if false, `at` was interpreted in this machine's zone
 */
export function parseTime(
  text: string,
): { at: number; hasZone: boolean } | undefined {
  const match = TIME.exec(text);
  const at = Date.parse(text);
  return Number.isNaN(at) || !match || !isDay(text)
    ? undefined
    : { at, hasZone: match[1] !== undefined };
}

/** 1971. An unset time is the first moment of some calendar, and nothing that is measured here is older. */
const FIRST_MS = 365 * 24 * 3_600_000;

/** Whether the time was set; epoch milliseconds. */
export function isSet(at: number): boolean {
  return at >= FIRST_MS;
}
