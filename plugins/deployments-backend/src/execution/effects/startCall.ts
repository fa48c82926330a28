/** Why a call's signal aborts. */
export type AbortCause =
  /** It did not end by its deadline. */
  | 'deadline'
  /** The committed state no longer requires the effect. */
  | 'obsolete'
  /** Another process owns the deployment. */
  | 'fenced'
  /** This process is stopping. */
  | 'shutdown';

type CallResult<T> =
  | { result: 'answered'; value: T }
  | { result: 'threw'; error: unknown }
  /** The outcome is unknown. `settled`: the call has ended. Otherwise, it may still have an effect. */
  | { result: 'aborted'; cause: AbortCause; settled: boolean };

export interface Call<T> {
  readonly result: Promise<CallResult<T>>;
  abort(cause: AbortCause): void;
}

export interface CallScope {
  signal: AbortSignal;
  /** When the call started, in epoch milliseconds by the database's clock. */
  now: number;
  /** When the call must have ended, by the same clock. */
  deadline: number;
  /** Whether this is the first time that any owner of the deployment makes this call. */
  isFirst?: boolean;
}

export interface CallLimits {
  /** How long the call may take, in milliseconds. */
  deadlineMs: number;
  /** The current time in epoch milliseconds, by the deadline's clock. */
  now: number;
  /** How long an aborted call may take to end, in milliseconds. */
  graceMs: Record<AbortCause, number>;
}

/**
 * Calls a provider with a time limit, so that it cannot block the engine. Whatever the provider does, the call has a result
 * by its deadline plus the grace period. A response that arrives after an abort still counts, because it says what
 * happened.
 */
export function startCall<T>(
  work: (scope: CallScope) => Promise<T>,
  limits: CallLimits,
): Call<T> {
  const controller = new AbortController();
  let cause: AbortCause | undefined;
  let giveUp: (result: CallResult<T>) => void = () => {};
  const givenUp = new Promise<CallResult<T>>(resolve => {
    giveUp = resolve;
  });
  const timers: NodeJS.Timeout[] = [];
  const abort = (why: AbortCause) => {
    if (cause !== undefined) {
      return;
    }
    cause = why;
    controller.abort(new Error(`Aborted: ${why}`));
    timers.push(
      setTimeout(
        () => giveUp({ result: 'aborted', cause: why, settled: false }),
        limits.graceMs[why],
      ),
    );
  };
  timers.push(setTimeout(() => abort('deadline'), limits.deadlineMs));

  const answered = (async (): Promise<CallResult<T>> => {
    try {
      const value = await work({
        signal: controller.signal,
        now: limits.now,
        deadline: limits.now + limits.deadlineMs,
      });
      return { result: 'answered', value };
    } catch (error) {
      return cause === undefined
        ? { result: 'threw', error }
        : { result: 'aborted', cause, settled: true };
    }
  })();
  const result = Promise.race([answered, givenUp]).finally(() =>
    timers.forEach(timer => clearTimeout(timer)),
  );
  return { result, abort };
}
