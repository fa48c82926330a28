import { useCallback, useEffect, useState } from 'react';
import { asError, isAbort } from '../api/failures';
import { READ_LIMIT, withLimit } from '../api/withLimit';

/** How often the value is reloaded, in milliseconds. */
const REFRESH_INTERVAL = 60_000;

/** The value loaded last. It stays while another one is loading, marked as `isOld`. */
export interface Loaded<T> {
  value?: T;
  isOld: boolean;
  /** Why the last attempt failed. */
  error?: Error;
  loading: boolean;
  refresh(): void;
}

/**
 * Loads a value, and reloads it each minute while the page is visible. For values that change slowly and are expensive
 * for the server; for others see `usePolling`.
 *
 * @param load - A stable function (`useCallback`); a new one reloads.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const [state, setState] = useState<{
    load?: typeof load;
    value?: T;
    error?: Error;
  }>({});
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn(before => before + 1), []);

  useEffect(() => {
    const stopped = new AbortController();
    withLimit(READ_LIMIT, load, stopped.signal).then(
      value => {
        if (!stopped.signal.aborted) {
          setState({ load, value });
        }
      },
      error => {
        if (!stopped.signal.aborted && !isAbort(error)) {
          setState(before => ({
            load,
            // A value of another selection must not look as if it belonged to this one.
            value: before.load === load ? before.value : undefined,
            error: asError(error),
          }));
        }
      },
    );
    return () => stopped.abort();
  }, [load, turn]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) {
        refresh();
      }
    }, REFRESH_INTERVAL);
    return () => clearInterval(timer);
  }, [refresh]);

  const isCurrent = state.load === load;
  return {
    value: state.value,
    isOld: !isCurrent,
    error: isCurrent ? state.error : undefined,
    loading: !isCurrent,
    refresh,
  };
}
