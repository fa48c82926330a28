import type {
  PlannedStep,
  StepStatus,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { usePhrases } from './usePhrases';

interface DescribedStep
  extends Pick<
    PlannedStep,
    'description' | 'descriptionSentences' | 'use' | 'changes'
  > {
  /** Absent in a plan. */
  status?: StepStatus;
}

/**
 * Returns a function that says what a step does, in the reader's language if the server sent codes, and whether it can't be
 * undone.
 */
export function useStepDescription(): (step: DescribedStep) => string {
  const { t } = useTranslation();
  const say = usePhrases();
  return step => {
    const text = say(step.descriptionSentences, step.description);
    return isFinal(step) ? `${text} · ${t('plan.irreversible')}` : text;
  };
}

/** A removed version can be deployed again, and a step that was undone could be. */
function isFinal({ changes, use, status }: DescribedStep): boolean {
  return changes === 'irreversible' && use !== 'remove' && status !== 'undone';
}
