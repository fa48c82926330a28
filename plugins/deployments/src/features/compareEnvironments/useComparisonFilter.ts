import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** The value of `owner` for services that the reader or one of their groups owns. */
export const MY_TEAMS = 'mine';

/** What is compared, stored in the address. */
export interface ComparisonFilter {
  from?: string;
  to?: string;
  q?: string;
  /** An owner's entity ref, or {@link MY_TEAMS}. */
  owner?: string;
  /** A system's entity ref. */
  system?: string;
  /** Entity refs; empty for all services. */
  services: string[];
  /** Whether services with the same version in both are left out. */
  onlyDiffering: boolean;
}

/** Whether services are left out, other than those that don't differ. */
export function isNarrowed(filter: ComparisonFilter): boolean {
  const { q, owner, system, services } = filter;
  return Boolean(q || owner || system || services.length);
}

const TEXTS = ['from', 'to', 'q', 'owner', 'system'] as const;

export function useComparisonFilter(): [
  ComparisonFilter,
  (change: Partial<ComparisonFilter>) => void,
] {
  const [query, setQuery] = useSearchParams();
  const change = useCallback(
    (changed: Partial<ComparisonFilter>) =>
      setQuery(
        current => {
          const next = new URLSearchParams(current);
          for (const key of TEXTS) {
            if (key in changed) {
              next.delete(key);
              const value = changed[key];
              if (value) {
                next.set(key, value);
              }
            }
          }
          if (changed.services) {
            next.delete('service');
            changed.services.forEach(ref => next.append('service', ref));
          }
          if (changed.onlyDiffering !== undefined) {
            next.delete('show');
            if (!changed.onlyDiffering) {
              next.set('show', 'all');
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
  const text = (key: (typeof TEXTS)[number]) => query.get(key) || undefined;
  return [
    {
      from: text('from'),
      to: text('to'),
      q: text('q'),
      owner: text('owner'),
      system: text('system'),
      services: query.getAll('service').filter(Boolean),
      onlyDiffering: query.get('show') !== 'all',
    },
    change,
  ];
}
