import { useApi } from '@backstage/core-plugin-api';
import { DateTime } from 'luxon';
import useAsync from 'react-use/lib/useAsync';
import { doraApiRef } from '../../api/DoraApi';
import { formatDayTime } from '../../shared/format/time';

/** How many days back, and how many, deployments are offered for linking. */
const DAYS = 90;
const MOST = 100;

export interface LinkableDeployment {
  id: string;
  version: string;
  /** A text that identifies it. */
  text: string;
}

/**
 * Production deployments that an incident of the service can be linked to, newest first. They are the rows of the
 * rework rate, because that metric covers deployments and rollbacks, including those of other pipelines.
 */
export function useLinkableDeployments(service: string): {
  deployments: LinkableDeployment[];
  loading: boolean;
  error?: Error;
} {
  const api = useApi(doraApiRef);
  const { value, loading, error } = useAsync(
    () =>
      api.listRows('rework-rate', {
        service,
        from: DateTime.now().minus({ days: DAYS }).toISODate(),
        limit: MOST,
      }),
    [api, service],
  );
  return {
    loading,
    error,
    deployments: (value?.items ?? []).map(row => {
      const version = row.version ?? row.id;
      return {
        id: row.deployment ?? row.id,
        version,
        text: [
          row.environment ? `${version} → ${row.environment}` : version,
          formatDayTime(row.at),
        ].join(', '),
      };
    }),
  };
}
