/** The resolution of the header `Date`. */
const RESOLUTION_MS = 1000;

/**
 * Compares the header `Date` of a response with the time between request and response. Returns by how much the other clock
 * is ahead at least, in milliseconds; negative if it is behind, and 0 if the clocks may be equal or the header is unusable.
 *
 * @param exchange - When the request was sent and the response arrived, in epoch milliseconds.
 */
export function measureClockSkew(
  date: string | undefined,
  { sentAt, receivedAt }: { sentAt: number; receivedAt: number },
): number {
  const theirs = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return 0;
  if (theirs > receivedAt) return theirs - receivedAt;
  const latest = theirs + RESOLUTION_MS;
  return latest < sentAt ? latest - sentAt : 0;
}
