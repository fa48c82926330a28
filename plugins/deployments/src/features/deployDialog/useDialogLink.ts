import { useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import { discardDrafts } from '../../hooks/useDraft';
import { useDialogQuery } from '../../routes/useDialogQuery';
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
  const [query] = useSearchParams();
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
  const dialog = useDialogQuery();
  const open = (next: DialogLink) =>
    dialog.open(current => withDialog(current, next));
  const change = (next: DialogLink) =>
    dialog.change(current => withDialog(current, next));
  const close = () => dialog.close(current => withDialog(current, undefined));
  return { link, opening: openings.current, open, change, close };
}
