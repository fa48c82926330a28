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
 * A page that has no pages below it. Backstage mounts tabs for all addresses that begin with theirs, so that any
 * mistyped one would show the tab as if it were right.
 */
export function ExactPath(props: { path: string; children: ReactNode }) {
  const { path, children } = props;
  const { pathname } = useLocation();
  return isBelow(pathname, path) ? <NotFoundPage to={path} /> : <>{children}</>;
}
