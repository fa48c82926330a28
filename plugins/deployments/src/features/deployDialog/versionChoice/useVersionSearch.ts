import { useApi } from '@backstage/core-plugin-api';
import type { Version } from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError } from '../../api/failures';

const DELAY = 250;
const PAGE_SIZE = 50;

/** Versions of a service that match what was typed, newest first. */
export function useVersionSearch(
  service: string,
  text: string,
  enabled: boolean,
): {
  versions: Version[];
  warnings: string[];
  loading: boolean;
  error?: Error;
} {
  const api = useApi(deploymentsApiRef);
  const [state, setState] = useState<{
    versions: Version[];
    warnings: string[];
    error?: Error;
    text?: string;
  }>({ versions: [], warnings: [] });

  useEffect(() => {
    if (!enabled) {
      return undefined;
    }
    const given = new AbortController();
    const timer = setTimeout(
      async () => {
        try {
          const page = await api.listVersions(
            service,
            { q: text || undefined, limit: PAGE_SIZE },
            { signal: given.signal },
          );
          if (!given.signal.aborted) {
            setState({
              versions: page.items,
              warnings: page.warnings ?? [],
              text,
            });
          }
        } catch (error) {
          if (!given.signal.aborted) {
            setState({
              versions: [],
              warnings: [],
              error: asError(error),
              text,
            });
          }
        }
      },
      text ? DELAY : 0,
    );
    return () => {
      given.abort();
      clearTimeout(timer);
    };
  }, [api, service, text, enabled]);

  return { ...state, loading: enabled && state.text !== text };
}
