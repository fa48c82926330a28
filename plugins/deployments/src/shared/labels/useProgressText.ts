import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { useTranslation } from '../../i18n/useTranslation';

/** The deployment's current step: `step 3 of 7: Watch`; undefined before the start and after the end. */
export function useProgressText(): (
  deployment: Pick<DeploymentSummary, 'progress' | 'status'>,
) => string | undefined {
  const { t } = useTranslation();
  return useCallback(
    ({ status, progress: { step, total, current } }) => {
      if (step === undefined) {
        return undefined;
      }
      const text = t(
        status === 'rolling_back'
          ? 'environment.rollbackProgress'
          : 'environment.progress',
        { step: String(step), total: String(total) },
      );
      return current ? `${text}: ${current}` : text;
    },
    [t],
  );
}
