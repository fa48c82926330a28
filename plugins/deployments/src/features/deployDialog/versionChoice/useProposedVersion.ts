import type { VersionProposal } from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useRef, useState } from 'react';

/**
 * Selects the proposed version of an environment once, unless a person has chosen another one. Returns the proposal, also
 * during a search.
 */
export function useProposedVersion(options: {
  environment: string | undefined;
  /** Absent while it is loading. */
  proposal: VersionProposal | undefined;
  versionId: string | undefined;
  /** Whether a person is searching, who must not be interrupted. */
  isSearching: boolean;
  onChange(versionId: string | undefined): void;
}): VersionProposal | undefined {
  const { environment, proposal, versionId, isSearching, onChange } = options;
  const [latest, setLatest] = useState<{
    environment?: string;
    proposal: VersionProposal;
  }>();
  const selected = useRef<string>();
  const selectedFor = useRef<string>();

  useEffect(() => {
    if (!proposal) {
      return;
    }
    setLatest({ environment, proposal });
    const isFirst = selectedFor.current !== environment;
    selectedFor.current = environment;
    if (
      isFirst &&
      !isSearching &&
      (versionId === undefined || versionId === selected.current)
    ) {
      selected.current = proposal.version?.id;
      if (versionId !== proposal.version?.id) {
        onChange(proposal.version?.id);
      }
    }
  }, [environment, proposal, versionId, isSearching, onChange]);

  return latest?.environment === environment ? latest?.proposal : undefined;
}
