/** Formats epoch milliseconds as RFC 3339 in UTC, the API's time format. */
export function toTime(at: number): string {
  return new Date(at).toISOString();
}

export function toOptionalTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : toTime(at);
}
