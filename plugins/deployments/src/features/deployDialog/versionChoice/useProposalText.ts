import {
  joinSentences,
  type VersionProposal,
} from '@slipway/backstage-plugin-deployments-common';
import { useBlockerTexts } from '../../../shared/blockers/useBlockerTexts';
import { useSentences } from '../../../shared/text/useSentences';

/** Returns a function that says why no version is proposed: what blocks versions, then what happened to them. */
export function useProposalText({
  blockers = [],
  sentences = [],
}: VersionProposal = {}): (reason: string) => string {
  const say = useSentences();
  const blockerTexts = useBlockerTexts(blockers);
  return reason =>
    joinSentences([
      ...blockerTexts,
      ...(blockers.length > 0 && sentences.length === 0
        ? []
        : [say(sentences, reason)]),
    ]);
}
