import { useTranslation } from '../../i18n/useTranslation';

/** Returns a function that says which version should run and which one does. Undefined if neither is known. */
export function useDriftText(): (versions: {
  expected?: string;
  observed?: string;
}) => string | undefined {
  const { t } = useTranslation();
  return ({ expected, observed }) => {
    if (expected === undefined) {
      return observed && t('sentence.drift_unknown_runs', { observed });
    }
    return observed === undefined
      ? t('sentence.drift_nothing_runs', { expected })
      : t('sentence.drift_other_runs', { expected, observed });
  };
}
