import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback, type ReactNode } from 'react';
import { NotifierProvider, type Notice } from './NotifierContext';

/** Notices as alerts of the classic frontend system. */
export function AlertNotifier(props: { children: ReactNode }) {
  const alertApi = useApi(alertApiRef);
  const notify = useCallback(
    (notice: Notice) => {
      alertApi.post({
        message: notice.description
          ? `${notice.title}: ${notice.description}`
          : notice.title,
        severity: notice.status === 'danger' ? 'error' : notice.status,
        display: notice.status === 'danger' ? 'permanent' : 'transient',
      });
    },
    [alertApi],
  );
  return <NotifierProvider notify={notify}>{props.children}</NotifierProvider>;
}
