import { useApiHolder } from '@backstage/core-plugin-api';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { shortenRef } from './shortenRef';

/**
 * The titles of entities in the catalog, for texts that can't contain a component: a person's display name, else the
 * title. Until it is loaded, and for entities that the catalog doesn't know, it is the name. It loads the titles of the refs that the
 * last rendering asked for. The catalog client batches the requests.
 */
export function useEntityTitles(): (ref: string) => string {
  const api = useApiHolder().get(entityPresentationApiRef);
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const needed = useRef(new Set<string>());
  const requested = useRef(new Set<string>());
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  useEffect(() => {
    const missing = [...needed.current].filter(
      ref => !requested.current.has(ref),
    );
    if (!api || missing.length === 0) {
      return;
    }
    missing.forEach(ref => requested.current.add(ref));
    const load = async (ref: string) =>
      [ref, (await api.forEntity(ref).promise).primaryTitle] as const;
    Promise.all(missing.map(load)).then(
      loaded =>
        isMounted.current && setTitles(known => new Map([...known, ...loaded])),
      // The names remain.
      () => undefined,
    );
  });
  return useCallback(
    (ref: string) => {
      needed.current.add(ref);
      return titles.get(ref) ?? shortenRef(ref);
    },
    [titles],
  );
}
