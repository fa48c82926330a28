import { useLayoutEffect, useState, type RefObject } from 'react';

/** Returns an element's width in pixels, as it changes; undefined while it is unknown. */
export function useElementWidth(
  ref: RefObject<HTMLElement>,
): number | undefined {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const measure = () => setWidth(element.clientWidth || undefined);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
