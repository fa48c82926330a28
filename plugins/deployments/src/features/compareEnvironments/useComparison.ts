import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useLoaded } from '../../hooks/useLoaded';
import type { EnvironmentNames } from './choosePair';
import { MY_TEAMS, type ComparisonFilter } from './useComparisonFilter';

/** Compares two environments with one request, and again each minute. */
export function useComparison(
  { from, to }: EnvironmentNames,
  filter: Pick<ComparisonFilter, 'q' | 'owner' | 'system' | 'services'>,
) {
  const { q, owner, system } = filter;
  const serviceKey = filter.services.join(' ');
  const api = useApi(deploymentsApiRef);
  const identityApi = useApi(identityApiRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const owners =
        owner === MY_TEAMS
          ? (await identityApi.getBackstageIdentity()).ownershipEntityRefs
          : owner && [owner];
      return api.compareEnvironments(
        {
          from,
          to,
          q,
          owner: owners || undefined,
          system,
          service: serviceKey ? serviceKey.split(' ') : undefined,
        },
        { signal },
      );
    },
    [api, identityApi, from, to, q, owner, system, serviceKey],
  );
  return useLoaded(load);
}
