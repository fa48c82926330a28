import {
  joinSentences,
  type VersionProposal,
} from '@slipway/backstage-plugin-deployments-common';
import { useBlockerTexts } from '../../../shared/blockers/useBlockerTexts';
import { useSentences } from '../../../shared/text/useSentences';

/** Returns a function that says why a version is proposed, or why none is: what blocks versions, then what happened to them. */
export function useProposalText({
  blockers = [],
  sentences = [],
}: Partial<VersionProposal> = {}): (reason: string) => string {
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
