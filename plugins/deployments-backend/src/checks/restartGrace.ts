/**
 * How long services and proxies that stopped together with the portal may take to start again, in milliseconds. The restart
 * causes what they do until then.
 */
const RESTART_GRACE_MS = 15_000;

/** Returns from when on, in epoch milliseconds, a measurement counts that belongs to something from before a restart. */
export type SettledAt = (times: { startedAt: number; now: number }) => number;

/** Creates the rule for this process. The grace period begins with the first measurement. */
export function createRestartGrace(): SettledAt {
  const startedProcessAt = Date.now();
  let firstPollAt: number | undefined;
  return ({ startedAt, now }) => {
    firstPollAt ??= now;
    return startedAt < startedProcessAt
      ? firstPollAt + RESTART_GRACE_MS
      : startedAt;
  };
}
