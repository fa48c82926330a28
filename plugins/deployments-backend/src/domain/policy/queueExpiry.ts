/**
 * When a deployment that is still queued ends as expired, epoch milliseconds. One that is meant for later has its time
 * from then on.
 */
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
