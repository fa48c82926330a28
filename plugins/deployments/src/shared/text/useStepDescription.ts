import type { PlannedStep } from '@slipway/backstage-plugin-deployments-common';
import { useSentences } from './useSentences';

/** Returns a function that says what a step does, in the reader's language if the server sent codes. */
export function useStepDescription(): (
  step: Pick<PlannedStep, 'description' | 'descriptionSentences'>,
) => string {
  const say = useSentences();
  return ({ description, descriptionSentences }) =>
    descriptionSentences
      ? say(descriptionSentences, description).replace(/\.$/, '')
      : description;
}
