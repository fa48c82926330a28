import { createContext, useContext, type ReactNode } from 'react';

/** Something to tell the reader that is no part of the page. */
export interface Notice {
  title: string;
  description?: string;
  status: 'success' | 'info' | 'warning' | 'danger';
  link?: { label: string; href: string };
}

/** Tells the reader something. The two frontend systems do it by different APIs, so it is handed in. */
export type Notifier = (notice: Notice) => void;

const NotifierContext = createContext<Notifier>(() => {});

export function NotifierProvider(props: {
  notify: Notifier;
  children: ReactNode;
}) {
  return (
    <NotifierContext.Provider value={props.notify}>
      {props.children}
    </NotifierContext.Provider>
  );
}

export function useNotifier(): Notifier {
  return useContext(NotifierContext);
}
