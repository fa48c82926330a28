import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** An entity ref in the catalog's own spelling; `undefined` when it is none. */
export function normalRef(
  ref: string,
  defaultKind?: string,
): string | undefined {
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, { defaultKind, defaultNamespace: 'default' }),
    );
  } catch {
    return undefined;
  }
}
