import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { CONNECT_KEY } from '../../routes/pagePaths';

/** The environment whose dialog is open, stored in the address, so that a link opens it. */
export function useConnectLink(): {
  environment: string | undefined;
  open(environment: string): void;
  close(): void;
} {
  const [query, setQuery] = useSearchParams();
  const open = useCallback(
    // A new step in the browser's history, so that Back closes the dialog.
    (environment: string) =>
      setQuery(current => {
        const next = new URLSearchParams(current);
        next.set(CONNECT_KEY, environment);
        return next;
      }),
    [setQuery],
  );
  const close = useCallback(
    () =>
      setQuery(
        current => {
          const next = new URLSearchParams(current);
          next.delete(CONNECT_KEY);
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
  return { environment: query.get(CONNECT_KEY) ?? undefined, open, close };
}
