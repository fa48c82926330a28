import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { usePhrases } from '../text/usePhrases';

/** The deployment's current step: `step 3 of 7: Watch`; undefined before the start and after the end. */
export function useProgressText(): (
  deployment: Pick<DeploymentSummary, 'progress' | 'status' | 'pausing'>,
) => string | undefined {
  const { t } = useTranslation();
  const nameStep = useStepName();
  return useCallback(
    deployment => {
      const { step, total } = deployment.progress;
      if (step === undefined) {
        return undefined;
      }
      const text = t(
        deployment.status === 'rolling_back'
          ? 'environment.rollbackProgress'
          : 'environment.progress',
        { step: String(step), total: String(total) },
      );
      const name = nameStep(deployment);
      return name ? `${text}: ${name}` : text;
    },
    [t, nameStep],
  );
}

/** The title of the deployment's current step, and whether a pause follows; empty before the start and after the end. */
export function useStepName(): (
  deployment: Pick<DeploymentSummary, 'progress' | 'pausing'>,
) => string {
  const { t } = useTranslation();
  const say = usePhrases();
  return useCallback(
    ({ progress: { current = '', sentences }, pausing }) => {
      const step = say(sentences, current);
      return pausing ? t('environment.pausing', { step }) : step;
    },
    [t, say],
  );
}
