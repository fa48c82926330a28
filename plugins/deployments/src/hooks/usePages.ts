import { useCallback, useEffect, useState } from 'react';
import { asError, isAbort } from '../api/failures';

/** A page of a list; with what it says of the whole list, perhaps. */
interface Page {
  items: unknown[];
  nextCursor?: string;
}

/**
 * A list that is read page by page, as somebody asks for more. It does not refresh by itself: what somebody reads must
 * not move.
 *
 * @param load - A stable function (`useCallback`); another one begins anew.
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
        // Another answer may have come meanwhile.
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
    /** All pages so far as one; what it says of the whole list is as the last page said it. */
    page: current,
    error: failure?.load === load ? failure.error : undefined,
    hasMore: nextCursor !== undefined,
    loadingMore,
    loadMore,
    refresh,
  };
}
