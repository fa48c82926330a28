/** Returns when a queued deployment expires, in epoch milliseconds. If it is scheduled, the time counts from its start time. */
export function queueExpiresAt(
  {
    requestedAt,
    notBefore = 0,
  }: {
    requestedAt: number;
    notBefore?: number;
  },
  queueForMs: number,
): number {
  return Math.max(requestedAt, notBefore) + queueForMs;
}
