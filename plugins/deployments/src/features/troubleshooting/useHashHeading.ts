import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Focuses the heading that the address names in its hash and scrolls to it, also when a link on the page is followed.
 * Any other hash shows the page from its top.
 *
 * @param ids - the ids of the page's headings
 * @returns refs of the page, and of the heading to focus
 */
export function useHashHeading(ids: readonly string[]) {
  const { hash, key } = useLocation();
  const page = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLElement>(null);
  const requested = ids.find(id => id === decodeHash(hash));
  useEffect(() => {
    if (requested) {
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView?.({ block: 'start' });
    } else {
      page.current?.scrollIntoView?.({ block: 'start' });
    }
    // The key changes when the same link is followed again.
  }, [requested, key]);
  return { requested, page, heading };
}

/** A hash that isn't encoded correctly names no heading. */
function decodeHash(hash: string): string | undefined {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return undefined;
  }
}
