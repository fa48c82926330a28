import { parseEntityRef } from '@backstage/catalog-model';
import { humanizeEntityRef } from '@backstage/plugin-catalog-react';

/** An entity's name without kind and default namespace, for entities that the catalog has no title of. */
export function shortenRef(ref: string): string {
  try {
    const compound = parseEntityRef(ref);
    return humanizeEntityRef(compound, { defaultKind: compound.kind });
  } catch {
    return ref;
  }
}
