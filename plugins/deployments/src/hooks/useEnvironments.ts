import { useApi } from '@backstage/core-plugin-api';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import useAsyncRetry from 'react-use/lib/useAsyncRetry';
import { deploymentsApiRef } from '../api/DeploymentsApi';

const NONE: Environment[] = [];

/** The environments in promotion order; empty while loading. They only change with the config. */
export function useEnvironments(): {
  environments: Environment[];
  loading: boolean;
  error?: Error;
  refresh(): void;
  getTitle(name: string): string;
} {
  const api = useApi(deploymentsApiRef);
  const { value, loading, error, retry } = useAsyncRetry(
    () => api.listEnvironments(),
    [api],
  );
  const environments = value ?? NONE;
  return {
    environments,
    loading,
    error,
    refresh: retry,
    getTitle: name =>
      environments.find(environment => environment.name === name)?.title ??
      name,
  };
}
