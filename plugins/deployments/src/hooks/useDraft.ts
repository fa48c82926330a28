import { useCallback, useEffect, useState } from 'react';

/** How long a draft outlives its component, in milliseconds. */
const KEPT_FOR = 15_000;

interface Draft {
  value: unknown;
  /** When its component was unmounted, in epoch milliseconds; absent while it is mounted. */
  leftAt?: number;
}

const drafts = new Map<string, Draft>();

/** Forgets all drafts, after they were sent or their dialog was closed. */
export function discardDrafts(): void {
  drafts.clear();
}

/**
 * Like `useState`, but the value survives if its component is mounted again soon after it was unmounted. Backstage mounts the
 * whole app again when the theme changes (https://github.com/backstage/backstage/issues/31675), and the operating system can
 * change it while a person types.
 *
 * @param key - names the value in the whole app
 */
export function useDraft<T>(
  key: string,
  initial: () => T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const draft = drafts.get(key);
    return draft && Date.now() - (draft.leftAt ?? Date.now()) < KEPT_FOR
      ? (draft.value as T)
      : initial();
  });
  useEffect(() => {
    const mounted = drafts.get(key);
    if (mounted) {
      drafts.set(key, { value: mounted.value });
    }
    return () => {
      const left = drafts.get(key);
      if (left) {
        drafts.set(key, { value: left.value, leftAt: Date.now() });
      }
    };
  }, [key]);
  const change = useCallback(
    (next: T) => {
      drafts.set(key, { value: next });
      setValue(next);
    },
    [key],
  );
  return [value, change];
}
