import { useApi } from '@backstage/core-plugin-api';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import useAsync from 'react-use/lib/useAsync';
import { deploymentsApiRef } from '../api/DeploymentsApi';

const NONE: Environment[] = [];

/** The environments in promotion order; empty while loading. They only change with the config. */
export function useEnvironments(): {
  environments: Environment[];
  loading: boolean;
  error?: Error;
  getTitle(name: string): string;
} {
  const api = useApi(deploymentsApiRef);
  const { value, loading, error } = useAsync(
    () => api.listEnvironments(),
    [api],
  );
  const environments = value ?? NONE;
  return {
    environments,
    loading,
    error,
    getTitle: name =>
      environments.find(environment => environment.name === name)?.title ??
      name,
  };
}
