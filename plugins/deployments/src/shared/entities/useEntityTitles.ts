import { useApiHolder } from '@backstage/core-plugin-api';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import { useCallback, useEffect, useState } from 'react';
import { shortenRef } from './shortenRef';

/** Separates refs, which contain no spaces. */
const SEPARATOR = ' ';

/**
 * The titles of entities in the catalog, for texts that can't contain a component: a person's display name, else the
 * title. Until it is loaded, and for entities that the catalog doesn't know, it is the name. The catalog client batches
 * the requests.
 */
export function useEntityTitles(
  refs: readonly string[],
): (ref: string) => string {
  const api = useApiHolder().get(entityPresentationApiRef);
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const key = refs.join(SEPARATOR);
  useEffect(() => {
    if (!api || key === '') {
      return undefined;
    }
    let isCurrent = true;
    const load = async (ref: string) =>
      [ref, (await api.forEntity(ref).promise).primaryTitle] as const;
    Promise.all(key.split(SEPARATOR).map(load)).then(
      loaded => isCurrent && setTitles(new Map(loaded)),
      // The names remain.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [api, key]);
  return useCallback(
    (ref: string) => titles.get(ref) ?? shortenRef(ref),
    [titles],
  );
}
