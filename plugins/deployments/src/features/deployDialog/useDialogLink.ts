import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import { discardDrafts } from '../../hooks/useDraft';
import {
  DIALOG_KEYS,
  withDialog,
  type DialogLink,
} from '../../routes/usePaths';

/** The deploy dialog's state in the address, so that a link opens it with its choices. */
export function useDialogLink(): {
  link: DialogLink | undefined;
  /** Changes each time the dialog is opened. */
  opening: number;
  open(link: DialogLink): void;
  change(link: DialogLink): void;
  close(): void;
} {
  const [query, setQuery] = useSearchParams();
  const openings = useRef(0);
  const environment = query.get(DIALOG_KEYS.environment);
  const versionId = query.get(DIALOG_KEYS.versionId) ?? undefined;
  const kind = query.get(DIALOG_KEYS.kind) ?? undefined;
  const start = query.get(DIALOG_KEYS.start) ?? undefined;
  const wasOpen = useRef(false);
  if (environment !== null && !wasOpen.current) {
    openings.current += 1;
  }
  wasOpen.current = environment !== null;

  const link = useMemo(
    () =>
      environment === null
        ? undefined
        : { environment, versionId, kind, start },
    [environment, versionId, kind, start],
  );
  useEffect(() => {
    if (!link) {
      discardDrafts();
    }
  }, [link]);
  const open = useCallback(
    // A new step in the browser's history, so that Back closes the dialog.
    (next: DialogLink) => setQuery(current => withDialog(current, next)),
    [setQuery],
  );
  const change = useCallback(
    (next: DialogLink) =>
      setQuery(current => withDialog(current, next), { replace: true }),
    [setQuery],
  );
  const close = useCallback(
    () =>
      setQuery(current => withDialog(current, undefined), { replace: true }),
    [setQuery],
  );
  return { link, opening: openings.current, open, change, close };
}
