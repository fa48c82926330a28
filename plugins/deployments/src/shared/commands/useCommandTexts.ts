import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useSentences } from '../text/useSentences';

/** Says what a command's button is called, what the command does, and why it is refused, in the reader's language. */
export function useCommandTexts(): (
  command: Pick<
    AllowedCommand,
    | 'label'
    | 'labelSentence'
    | 'consequence'
    | 'sentences'
    | 'refusal'
    | 'refusalSentences'
  >,
) => { label: string; consequence: string; refusal?: string } {
  const say = useSentences();
  return ({
    label,
    labelSentence,
    consequence,
    sentences,
    refusal,
    refusalSentences,
  }) => ({
    label: say(labelSentence && [labelSentence], label).replace(/\.$/, ''),
    consequence: say(sentences, consequence),
    refusal: say(refusalSentences, refusal),
  });
}
