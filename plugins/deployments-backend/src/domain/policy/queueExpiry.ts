/**
 * When a queued deployment expires, in epoch milliseconds. For a scheduled deployment, the time counts from its
 * scheduled start.
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
