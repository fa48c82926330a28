import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { usePhrases } from '../text/usePhrases';

/** The deployment's current step: `step 3 of 7: Watch`; undefined before the start and after the end. */
export function useProgressText(): (
  deployment: Pick<DeploymentSummary, 'progress' | 'status'>,
) => string | undefined {
  const { t } = useTranslation();
  const say = usePhrases();
  return useCallback(
    ({ status, progress: { step, total, current, sentences } }) => {
      if (step === undefined) {
        return undefined;
      }
      const text = t(
        status === 'rolling_back'
          ? 'environment.rollbackProgress'
          : 'environment.progress',
        { step: String(step), total: String(total) },
      );
      return current ? `${text}: ${say(sentences, current)}` : text;
    },
    [t, say],
  );
}
