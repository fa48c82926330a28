import { useCallback, useEffect, useState } from 'react';
import { asError, isAbort } from '../api/failures';

/** A page of a list, optionally with information about the whole list. */
interface Page {
  items: unknown[];
  nextCursor?: string;
}

/**
 * A list that loads further pages on demand. It does not refresh by itself, so that rows don't move while
 * somebody reads them.
 *
 * @param load - A stable function (`useCallback`); a new one starts over.
 */
export function usePages<P extends Page>(
  load: (cursor: string | undefined, signal?: AbortSignal) => Promise<P>,
) {
  const [shown, setShown] = useState<{ load: typeof load; page: P }>();
  const [failure, setFailure] = useState<{ load: typeof load; error: Error }>();
  const [loadingMore, setLoadingMore] = useState(false);
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn(before => before + 1), []);

  useEffect(() => {
    const stopped = new AbortController();
    load(undefined, stopped.signal).then(
      page => {
        if (!stopped.signal.aborted) {
          setShown({ load, page });
          setFailure(undefined);
        }
      },
      error => {
        if (!stopped.signal.aborted && !isAbort(error)) {
          setFailure({ load, error: asError(error) });
        }
      },
    );
    return () => stopped.abort();
  }, [load, turn]);

  const current = shown?.load === load ? shown.page : undefined;
  const nextCursor = current?.nextCursor;
  const loadMore = useCallback(async () => {
    if (!nextCursor) {
      return;
    }
    setLoadingMore(true);
    setFailure(undefined);
    try {
      const more = await load(nextCursor);
      setShown(before =>
        // Another response may have arrived in the meantime.
        before?.load === load && before.page.nextCursor === nextCursor
          ? {
              load,
              page: { ...more, items: [...before.page.items, ...more.items] },
            }
          : before,
      );
    } catch (error) {
      setFailure({ load, error: asError(error) });
    }
    setLoadingMore(false);
  }, [load, nextCursor]);

  return {
    /** All loaded pages as one. Information about the whole list comes from the last page. */
    page: current,
    error: failure?.load === load ? failure.error : undefined,
    hasMore: nextCursor !== undefined,
    loadingMore,
    loadMore,
    refresh,
  };
}
