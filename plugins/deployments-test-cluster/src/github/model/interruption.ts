import { Conclusion } from './workflowRun';

/** Ends a run from outside. */
export class RunInterruption extends Error {
  readonly conclusion: Conclusion;

  constructor(conclusion: Conclusion) {
    super(`The run ended from outside: ${conclusion}.`);
    this.name = 'RunInterruption';
    this.conclusion = conclusion;
  }
}

/** What can interrupt an attempt. */
export interface Interruptions {
  /** Aborted by every cancellation. */
  cancelled: AbortSignal;
  /** Aborted only by a cancellation with force. */
  forced: AbortSignal;
}

/** Waits for a promise or for the signal, and throws the signal's reason then. */
export async function waitUnlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
