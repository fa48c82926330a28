import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, type ReactNode } from 'react';
import { NotifierProvider, type Notice } from './NotifierContext';
import { ToastTitle } from './ToastTitle';

const SHOWN_FOR = 6_000;

/** Notices as toasts of the new frontend system. */
export function ToastNotifier(props: { children: ReactNode }) {
  const toastApi = useApi(toastApiRef);
  const notify = useCallback(
    (notice: Notice) => {
      toastApi.post({
        title: <ToastTitle>{notice.title}</ToastTitle>,
        description: notice.description,
        status: notice.status,
        links: notice.link ? [notice.link] : undefined,
        // Errors stay until they are dismissed.
        timeout: notice.status === 'danger' ? undefined : SHOWN_FOR,
      });
    },
    [toastApi],
  );
  return <NotifierProvider notify={notify}>{props.children}</NotifierProvider>;
}
