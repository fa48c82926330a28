import { useCallback, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { DialogLink } from '../../routes/usePaths';

const KEYS = { environment: 'deploy', versionId: 'version', kind: 'kind' };

function write(query: URLSearchParams, link: DialogLink | undefined) {
  const next = new URLSearchParams(query);
  Object.values(KEYS).forEach(key => next.delete(key));
  if (link) {
    next.set(KEYS.environment, link.environment);
    if (link.versionId) {
      next.set(KEYS.versionId, link.versionId);
    }
    if (link.kind) {
      next.set(KEYS.kind, link.kind);
    }
  }
  return next;
}

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
  const environment = query.get(KEYS.environment);
  const versionId = query.get(KEYS.versionId) ?? undefined;
  const kind = query.get(KEYS.kind) ?? undefined;
  const wasOpen = useRef(false);
  if (environment !== null && !wasOpen.current) {
    openings.current += 1;
  }
  wasOpen.current = environment !== null;

  const link = useMemo(
    () => (environment === null ? undefined : { environment, versionId, kind }),
    [environment, versionId, kind],
  );
  const open = useCallback(
    // A new step in the browser's history, so that Back closes the dialog.
    (next: DialogLink) => setQuery(current => write(current, next)),
    [setQuery],
  );
  const change = useCallback(
    (next: DialogLink) =>
      setQuery(current => write(current, next), { replace: true }),
    [setQuery],
  );
  const close = useCallback(
    () => setQuery(current => write(current, undefined), { replace: true }),
    [setQuery],
  );
  return { link, opening: openings.current, open, change, close };
}
