import { useTranslation } from '../../../i18n/useTranslation';

/** Returns a function that describes a value of a line, e.g. `1.5.0 412 ms (36 samples)`. */
export function useValueText() {
  const { t } = useTranslation();
  return (line: { name?: string; value: string; samples?: number }) => {
    const value = [line.name, line.value].filter(Boolean).join(' ');
    return line.samples === undefined
      ? value
      : t('stepCharts.samples', { count: line.samples, value });
  };
}
