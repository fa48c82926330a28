import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** An entity ref in the catalog's own spelling; `undefined` when it is none. */
export function normalRef(
  ref: string,
  defaultKind?: string,
): string | undefined {
  // The catalog's own parser takes `a:b:c` for a name with a colon.
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
