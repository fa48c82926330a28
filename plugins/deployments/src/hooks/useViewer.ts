import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import useAsync from 'react-use/lib/useAsync';

/** The signed-in person, with entity refs in lower case. */
export interface Viewer {
  ref: string;
  /** The refs of the person and their groups. */
  ownershipRefs: readonly string[];
}

/** Returns who is signed in; undefined until it is known. */
export function useViewer(): Viewer | undefined {
  const identityApi = useApi(identityApiRef);
  return useAsync(async () => {
    const identity = await identityApi.getBackstageIdentity();
    const toKey = (ref: string) => ref.toLocaleLowerCase('en-US');
    return {
      ref: toKey(identity.userEntityRef),
      ownershipRefs: identity.ownershipEntityRefs.map(toKey),
    };
  }, [identityApi]).value;
}
