import Typography from '@material-ui/core/Typography';
import { useTranslation } from '../../i18n/useTranslation';
import { formatZone } from '../format/time';
import { useTimeZone } from './TimeZoneContext';

/** Names the time zone of the page's times, once a page: `Times are in Europe/Stockholm (GMT+1).` */
export function TimeZoneNote(props: { className?: string }) {
  const { t } = useTranslation();
  return (
    <Typography variant="body2" className={props.className}>
      {t('time.zone', { zone: formatZone(Date.now(), useTimeZone()) })}
    </Typography>
  );
}
