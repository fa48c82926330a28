import { useCallback } from 'react';
import { toRelativeTime } from '../format/time';
import { useTimeZone } from './TimeZoneContext';
import { useTranslation } from '../../i18n/useTranslation';

/** `just now`, `14 min ago`, `in 2 h`, `21 Aug 2026`. */
export function useRelativeText(): (iso: string, now: number) => string {
  const { t } = useTranslation();
  const zone = useTimeZone();
  return useCallback(
    (iso, now) => {
      const relative = toRelativeTime(iso, now, zone);
      switch (relative.kind) {
        case 'now':
          return t('time.justNow');
        case 'ago':
          return t('time.ago', { span: relative.span });
        case 'ahead':
          return t('time.ahead', { span: relative.span });
        case 'date':
          return relative.date;
        default:
          return relative satisfies never;
      }
    },
    [t, zone],
  );
}
