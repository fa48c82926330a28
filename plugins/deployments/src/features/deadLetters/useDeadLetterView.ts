import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { DeadLetterQuery } from '../../api/DoraApi';
import type { DeadLetterLink } from '../../routes/usePaths';

export const WHICH = ['unmapped', 'rejected', 'future'] as const;

/** What the operator selected. It is stored in the address, so that a link shows the same. */
export interface DeadLetterView extends DeadLetterLink {
  source?: string;
  text?: string;
  /** Id of the open event. */
  event?: string;
}

const KEYS = [
  'which',
  'source',
  'text',
  'since',
  'until',
  'event',
] as const satisfies readonly (keyof DeadLetterView)[];

/** Converts the view to the API's query. */
const LONGEST = { source: 100, text: 200 };

function parseDeadLetterView(query: URLSearchParams): DeadLetterView {
  return {
    which: WHICH.find(one => one === query.get('which')),
    source: query.get('source')?.slice(0, LONGEST.source) || undefined,
    text: query.get('text')?.slice(0, LONGEST.text) || undefined,
    since: parseTime(query.get('since')),
    until: parseTime(query.get('until')),
    event: query.get('event') || undefined,
  };
}

function parseTime(text: string | null): string | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

export function toQuery(view: DeadLetterView): DeadLetterQuery {
  const { which, source, text, since, until } = view;
  return {
    source,
    text,
    since,
    until,
    ...(which === 'future' ? { skewed: true } : { status: which }),
  };
}

export function isNarrowed({ event, ...view }: DeadLetterView): boolean {
  return Object.values(view).some(value => value !== undefined);
}

export function useDeadLetterView(): [
  DeadLetterView,
  (change: Partial<DeadLetterView>, options?: { replace?: boolean }) => void,
] {
  const [query, setQuery] = useSearchParams();
  const text = query.toString();
  const view = useMemo(
    () => parseDeadLetterView(new URLSearchParams(text)),
    [text],
  );
  const change = useCallback(
    (to: Partial<DeadLetterView>, { replace = true } = {}) =>
      setQuery(
        current => {
          const next = new URLSearchParams(current);
          const changed = { ...parseDeadLetterView(current), ...to };
          for (const key of KEYS) {
            const value = changed[key];
            if (value) {
              next.set(key, value);
            } else {
              next.delete(key);
            }
          }
          return next;
        },
        { replace },
      ),
    [setQuery],
  );
  return [view, change];
}
