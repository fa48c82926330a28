import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useSentences } from '../text/useSentences';

/** Says what a command's button is called and what the command does, in the reader's language. */
export function useCommandTexts(): (
  command: Pick<
    AllowedCommand,
    'label' | 'labelSentence' | 'consequence' | 'sentences'
  >,
) => { label: string; consequence: string } {
  const say = useSentences();
  return ({ label, labelSentence, consequence, sentences }) => ({
    label: say(labelSentence && [labelSentence], label).replace(/\.$/, ''),
    consequence: say(sentences, consequence),
  });
}
