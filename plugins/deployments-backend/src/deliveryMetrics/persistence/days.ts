export const DAY_MS = 86_400_000;

/** The rows of a tier on a day in UTC, which begins at `day`, epoch milliseconds. */
export interface TierDay {
  tier: string;
  day: number;
}

/** When the day in UTC begins that a time is in. */
export function toDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}
