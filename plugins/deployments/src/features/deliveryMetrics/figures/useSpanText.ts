import { useCallback } from 'react';
import { formatDate } from '../../../shared/format/time';
import { useTranslation } from '../../../i18n/useTranslation';

/** Formats a span of whole days, `1 Nov 2026 to 21 Nov 2026`, from two instants, the second exclusive. */
export function useSpanText(zone: string) {
  const { t } = useTranslation();
  return useCallback(
    (from: string, to: string) => {
      const lastMoment = new Date(Date.parse(to) - 1).toISOString();
      return t('dora.window', {
        from: formatDate(from, { zone }),
        to: formatDate(lastMoment, { zone }),
      });
    },
    [t, zone],
  );
}
