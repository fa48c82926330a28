import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { formatZone } from '../format/time';
import { useTimeZone } from './TimeZoneContext';

/** Names the time zone of the page's times, once a page: `Times are in Europe/Stockholm (GMT+1).` */
export function TimeZoneNote(props: { className?: string }) {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  return (
    <Typography variant="body2" className={props.className}>
      {t('time.zone', { zone: formatZone(Date.now(), useTimeZone()) })}
    </Typography>
  );
}
