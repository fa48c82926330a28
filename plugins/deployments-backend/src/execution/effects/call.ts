/** Why a call's signal aborts. */
export type AbortCause =
  /** The time that it was given is over. */
  | 'deadline'
  /** The committed state no longer wants the effect. */
  | 'unwanted'
  /** Another process owns the deployment. */
  | 'fenced'
  /** This process stops. */
  | 'shutdown';

type CallResult<T> =
  | { result: 'answered'; value: T }
  | { result: 'threw'; error: unknown }
  /** Aborted; what it did is not known, except that it does nothing more (`settled`), or not even that. */
  | { result: 'aborted'; cause: AbortCause; settled: boolean };

export interface Call<T> {
  readonly result: Promise<CallResult<T>>;
  abort(cause: AbortCause): void;
}

export interface CallScope {
  signal: AbortSignal;
  /** When it was begun, and when it is to have ended; epoch milliseconds by the database's clock. */
  now: number;
  deadline: number;
  /** Nobody has called for this before, under any owner of the deployment. */
  isFirst?: boolean;
}

export interface CallLimits {
  /** What the callee gets to answer, in milliseconds. */
  deadlineMs: number;
  /** Epoch milliseconds of now, by the clock in which the deadline is told. */
  now: number;
  /** What an aborted callee gets to come to an end, in milliseconds. */
  graceMs: Record<AbortCause, number>;
}

/**
 * Calls a provider so that it cannot hold the engine up: the result comes by the deadline plus grace whatever the
 * provider does. An answer that comes in spite of an abort is an answer: it says what happened.
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
