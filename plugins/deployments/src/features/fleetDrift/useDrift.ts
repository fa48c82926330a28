import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { usePages } from '../../hooks/usePages';
import { MY_TEAMS, type DriftFilter } from './useDriftFilter';

const PAGE_SIZE = 50;

/** Matching drift. It does not refresh by itself, so that the buttons stay where they are. */
export function useDrift({ owner, environment, deployed }: DriftFilter) {
  const api = useApi(deploymentsApiRef);
  const identityApi = useApi(identityApiRef);
  const load = useCallback(
    async (cursor: string | undefined, signal?: AbortSignal) => {
      const owners =
        owner === MY_TEAMS
          ? (await identityApi.getBackstageIdentity()).ownershipEntityRefs
          : owner && [owner];
      return api.listDrift(
        {
          owner: owners || undefined,
          environment,
          deployed: deployed && deployed === 'true',
          limit: PAGE_SIZE,
          cursor,
        },
        { signal },
      );
    },
    [api, identityApi, owner, environment, deployed],
  );
  return usePages(load);
}
