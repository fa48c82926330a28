import { useTranslation } from '../../i18n/useTranslation';

/** Returns a function that says which version should run and which one does. Undefined if neither is known. */
export function useDriftText(): (versions: {
  expected?: string;
  observed?: string;
}) => string | undefined {
  const { t } = useTranslation();
  return ({ expected, observed }) => {
    if (expected === undefined) {
      return observed && t('drift.unknownRuns', { observed });
    }
    return observed === undefined
      ? t('drift.nothingRuns', { expected })
      : t('drift.otherRuns', { expected, observed });
  };
}
