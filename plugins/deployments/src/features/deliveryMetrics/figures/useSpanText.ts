import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { DateTime } from 'luxon';
import { useCallback } from 'react';
import { deploymentsTranslationRef } from '../../../i18n/deploymentsTranslationRef';

/** Formats a span of whole days, `1 Nov 2026 to 21 Nov 2026`, from two instants, the second exclusive. */
export function useSpanText(zone: string) {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  return useCallback(
    (from: string, to: string) => {
      const formatDay = (time: DateTime) => time.toFormat('d LLL yyyy');
      return t('dora.window', {
        from: formatDay(DateTime.fromISO(from, { zone })),
        to: formatDay(
          DateTime.fromISO(to, { zone }).minus({ milliseconds: 1 }),
        ),
      });
    },
    [t, zone],
  );
}
