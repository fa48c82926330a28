export const DAY_MS = 86_400_000;

/** The rows of a tier on a UTC day; `day` is its start in epoch milliseconds. */
export interface TierDay {
  tier: string;
  day: number;
}

/** Returns the start of the UTC day of a time. */
export function toDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}
