import type { ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { NotFoundPage } from './NotFoundPage';

function isBelow(pathname: string, path: string): boolean {
  const rest = pathname.toLowerCase().startsWith(`${path.toLowerCase()}/`)
    ? pathname.slice(path.length)
    : '';
  return /[^/]/.test(rest);
}

/**
 * A page without pages below it. Backstage mounts a tab for every address that starts with the tab's, so without this a
 * mistyped address would show the tab.
 */
export function ExactPath(props: { path: string; children: ReactNode }) {
  const { path, children } = props;
  const { pathname } = useLocation();
  return isBelow(pathname, path) ? <NotFoundPage to={path} /> : <>{children}</>;
}
