import { useSignal } from '@backstage/plugin-signals-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asError, isAbort } from '../api/failures';
import { READ_LIMIT, withLimit } from '../api/withLimit';

/** How often lists are polled, in milliseconds. */
export const BUSY_INTERVAL = 3_000;
export const IDLE_INTERVAL = 15_000;

/** Signals come in bursts; one request serves them all. */
const SIGNAL_DELAY = 300;

/** The value loaded last; it stays if a later attempt fails. */
export interface Polled<T> {
  value?: T;
  /** Why the last attempt failed; cleared by a successful one. */
  error?: Error;
  loading: boolean;
  refresh(): void;
}

/**
 * Polls a value: at an interval that depends on the value, when a signal reports a changed deployment, and when the
 * page becomes visible again. Hidden pages do not poll.
 *
 * @param load - A stable function (`useCallback`); a new one starts over and discards what was loaded.
 * @param getInterval - Milliseconds until the next request.
 */
export function usePolling<T>(
  load: (signal: AbortSignal) => Promise<T>,
  getInterval: (value: T | undefined) => number,
  options: {
    /** How long to wait after a signal, in milliseconds. Default: 300. */
    signalDelay?: number;
  } = {},
): Polled<T> {
  const { signalDelay = SIGNAL_DELAY } = options;
  const [state, setState] = useState<{
    load: typeof load;
    value?: T;
    error?: Error;
  }>({ load });
  const { lastSignal } = useSignal('deployments');
  const nudge = useRef<(delay: number) => void>(() => {});
  const intervalRef = useRef(getInterval);
  intervalRef.current = getInterval;

  useEffect(() => {
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running = false;
    let again = false;
    let due = 0;

    const plan = (delay: number) => {
      const at = Date.now() + delay;
      if (timer !== undefined && due <= at) {
        return;
      }
      clearTimeout(timer);
      due = at;
      timer = setTimeout(run, delay);
    };

    async function run() {
      timer = undefined;
      if (document.hidden) {
        return;
      }
      if (running) {
        again = true;
        return;
      }
      running = true;
      let value: T | undefined;
      try {
        const loaded = await withLimit(READ_LIMIT, load, stopped.signal);
        value = loaded;
        if (!stopped.signal.aborted) {
          setState({ load, value: loaded });
        }
      } catch (error) {
        if (!stopped.signal.aborted && !isAbort(error)) {
          setState(before => ({
            load,
            value: before.load === load ? before.value : undefined,
            error: asError(error),
          }));
        }
      }
      running = false;
      if (!stopped.signal.aborted) {
        plan(again ? 0 : intervalRef.current(value));
        again = false;
      }
    }

    const onVisible = () => {
      if (!document.hidden) {
        plan(0);
      }
    };
    nudge.current = plan;
    document.addEventListener('visibilitychange', onVisible);
    run();
    return () => {
      stopped.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [load]);

  useEffect(() => {
    if (lastSignal) {
      nudge.current(signalDelay);
    }
  }, [lastSignal, signalDelay]);

  const refresh = useCallback(() => nudge.current(0), []);
  const current = state.load === load ? state : undefined;
  return {
    value: current?.value,
    error: current?.error,
    loading: !current?.value && !current?.error,
    refresh,
  };
}
