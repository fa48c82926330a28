import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** The value of `owner` for services that the reader or one of their groups owns. */
export const MY_TEAMS = 'mine';

/** The filter of the list, stored in the address. */
export interface DriftFilter {
  /** An owner's entity ref, or {@link MY_TEAMS}. */
  owner?: string;
  environment?: string;
  /** Where Slipway has deployed before (`true`), or where it never has. */
  deployed?: 'true' | 'false';
}

const KEYS = ['owner', 'environment', 'deployed'] as const;

const DEPLOYED = ['true', 'false'] as const;

export function useDriftFilter(): [DriftFilter, (filter: DriftFilter) => void] {
  const [query, setQuery] = useSearchParams();
  const setFilter = useCallback(
    (filter: DriftFilter) =>
      setQuery(
        current => {
          const next = new URLSearchParams(current);
          for (const key of KEYS) {
            const value = filter[key];
            if (value) {
              next.set(key, value);
            } else {
              next.delete(key);
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
  return [
    {
      owner: query.get('owner') || undefined,
      environment: query.get('environment') || undefined,
      deployed: DEPLOYED.find(value => value === query.get('deployed')),
    },
    setFilter,
  ];
}
