import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** The filter of the list, stored in the address. */
export interface ServiceFilter {
  q: string;
  owner: 'mine' | 'all';
}

export function useServiceFilter(): [
  ServiceFilter,
  (filter: ServiceFilter) => void,
] {
  const [query, setQuery] = useSearchParams();
  const setFilter = useCallback(
    (filter: ServiceFilter) =>
      setQuery(
        current => {
          const next = new URLSearchParams(current);
          next.delete('q');
          next.delete('owner');
          if (filter.q) {
            next.set('q', filter.q);
          }
          if (filter.owner === 'mine') {
            next.set('owner', 'mine');
          }
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
  return [
    {
      q: query.get('q') ?? '',
      owner: query.get('owner') === 'mine' ? 'mine' : 'all',
    },
    setFilter,
  ];
}
