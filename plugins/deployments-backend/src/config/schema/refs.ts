import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** Normalizes an entity ref to the catalog's notation; `undefined` if it is invalid. */
export function normalRef(
  ref: string,
  defaultKind?: string,
): string | undefined {
  // The catalog's parser would read `a:b:c` as a name with a colon.
  if (!/^([^:/\s]+:)?([^:/\s]+\/)?[^:/\s]+$/.test(ref)) {
    return undefined;
  }
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, { defaultKind, defaultNamespace: 'default' }),
    );
  } catch {
    return undefined;
  }
}
