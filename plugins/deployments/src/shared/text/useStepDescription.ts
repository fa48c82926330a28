import type { PlannedStep } from '@slipway/backstage-plugin-deployments-common';
import { usePhrases } from './usePhrases';

/** Returns a function that says what a step does, in the reader's language if the server sent codes. */
export function useStepDescription(): (
  step: Pick<PlannedStep, 'description' | 'descriptionSentences'>,
) => string {
  const say = usePhrases();
  return ({ description, descriptionSentences }) =>
    say(descriptionSentences, description);
}
