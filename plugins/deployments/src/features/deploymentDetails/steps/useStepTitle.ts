import type {
  RollbackStepRun,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';
import { useSentences } from '../../../shared/text/useSentences';

/** Returns a step's title: the golden path's own, or for a step of a rollback, what it does. */
export function useStepTitle(): (step: StepRun | RollbackStepRun) => string {
  const say = useSentences();
  return step =>
    'sentences' in step
      ? say(step.sentences, step.title).replace(/\.$/, '')
      : step.title;
}
