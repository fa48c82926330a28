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
  /** Whether a person has opened the list or is searching. They must not be interrupted. */
  isChoosing: boolean;
  onChange(versionId: string | undefined): void;
}): VersionProposal | undefined {
  const { environment, proposal, versionId, isChoosing, onChange } = options;
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
      !isChoosing &&
      (versionId === undefined || versionId === selected.current)
    ) {
      selected.current = proposal.version?.id;
      if (versionId !== proposal.version?.id) {
        onChange(proposal.version?.id);
      }
    }
  }, [environment, proposal, versionId, isChoosing, onChange]);

  return latest?.environment === environment ? latest?.proposal : undefined;
}
