import { useApi } from '@backstage/core-plugin-api';
import type {
  Version,
  VersionProposal,
} from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useState } from 'react';
import { deploymentsApiRef } from '../../../api/DeploymentsApi';
import { asError } from '../../../api/failures';

const DELAY = 250;
const PAGE_SIZE = 50;

const NO_VERSIONS: Version[] = [];

interface Found {
  versions: Version[];
  /** Absent in a search, which sees only some versions. */
  proposal?: VersionProposal;
  warnings: string[];
  error?: Error;
}

/** Versions of a service that match what was typed, newest first, with what each one went through. */
export function useVersionSearch(
  service: string,
  environment: string | undefined,
  text: string,
): Found & { loading: boolean } {
  const api = useApi(deploymentsApiRef);
  const [state, setState] = useState<
    Found & { text?: string; environment?: string }
  >({ versions: [], warnings: [] });

  useEffect(() => {
    const given = new AbortController();
    const show = (found: Found) => {
      if (!given.signal.aborted) {
        setState({ ...found, text, environment });
      }
    };
    const timer = setTimeout(
      async () => {
        try {
          const page = await api.listVersions(
            service,
            { q: text || undefined, environment, limit: PAGE_SIZE },
            { signal: given.signal },
          );
          show({
            versions: page.items,
            proposal: page.proposal,
            warnings: page.warnings ?? [],
          });
        } catch (error) {
          show({ versions: [], warnings: [], error: asError(error) });
        }
      },
      text ? DELAY : 0,
    );
    return () => {
      given.abort();
      clearTimeout(timer);
    };
  }, [api, service, environment, text]);

  const isOfEnvironment = state.environment === environment;
  return {
    ...state,
    // What the versions went through is known, but not what blocks them in another environment.
    versions: isOfEnvironment ? state.versions : NO_VERSIONS,
    proposal: isOfEnvironment ? state.proposal : undefined,
    loading: state.text !== text || !isOfEnvironment,
  };
}
