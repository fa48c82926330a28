import { useSearchParams } from 'react-router-dom';
import { CONNECT_KEY } from '../../routes/pagePaths';
import { useDialogQuery } from '../../routes/useDialogQuery';

/** The environment whose dialog is open, stored in the address, so that a link opens it. */
export function useConnectLink(): {
  environment: string | undefined;
  open(environment: string): void;
  close(): void;
} {
  const [query] = useSearchParams();
  const dialog = useDialogQuery();
  const open = (environment: string) =>
    dialog.open(current => {
      const next = new URLSearchParams(current);
      next.set(CONNECT_KEY, environment);
      return next;
    });
  const close = () =>
    dialog.close(current => {
      const next = new URLSearchParams(current);
      next.delete(CONNECT_KEY);
      return next;
    });
  return { environment: query.get(CONNECT_KEY) ?? undefined, open, close };
}
