import { useCallback, useEffect, useRef } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';

type Change = (query: URLSearchParams) => URLSearchParams;

/** Marks a step in the browser's history that a page made to open a dialog. */
const OPENED = { openedDialog: true };

/**
 * Changes which dialog is open, if the address says it, so that a link opens it too. Opening is a step in the browser's history,
 * so that Back closes the dialog. Closing takes that step back, unless a link opened the dialog.
 */
export function useDialogQuery(): {
  open(change: Change): void;
  change(change: Change): void;
  close(change: Change): void;
} {
  const [, setQuery] = useSearchParams();
  const navigate = useNavigate();
  const { key, state } = useLocation();
  const isLeaving = useRef(false);
  useEffect(() => {
    isLeaving.current = false;
  }, [key]);
  const open = useCallback(
    (change: Change) => setQuery(change, { state: OPENED }),
    [setQuery],
  );
  const change = useCallback(
    (to: Change) => setQuery(to, { replace: true, state }),
    [setQuery, state],
  );
  const close = useCallback(
    (to: Change) => {
      if (!state?.openedDialog) {
        setQuery(to, { replace: true });
      } else if (!isLeaving.current) {
        // Browsers go back later. Closing twice must not leave the page.
        isLeaving.current = true;
        navigate(-1);
      }
    },
    [setQuery, navigate, state],
  );
  return { open, change, close };
}
