import { createContext, useContext, type ReactNode } from 'react';

/** A notice that is not part of the page. */
export interface Notice {
  title: string;
  description?: string;
  status: 'success' | 'info' | 'warning' | 'danger';
  link?: { label: string; href: string };
}

/** Shows a notice. It is injected, because the two frontend systems use different APIs for it. */
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
