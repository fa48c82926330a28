import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';

/** Returns a function that says which version should run and which one does. Undefined if neither is known. */
export function useDriftText(): (versions: {
  expected?: string;
  observed?: string;
}) => string | undefined {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  return ({ expected, observed }) => {
    if (expected === undefined) {
      return observed && t('drift.unknownRuns', { observed });
    }
    return observed === undefined
      ? t('drift.nothingRuns', { expected })
      : t('drift.otherRuns', { expected, observed });
  };
}
