import { formatAbsoluteTime, formatNearTime } from '../format/time';
import { useTimeZone } from './TimeZoneContext';
import { useNow } from '../../hooks/useNow';
import { useTranslation } from '../../i18n/useTranslation';
import { formatDuration } from '../format/value';

/** `until Mon 08:00 (1 d 4 h left)`, or as a deadline `by Mon 08:00 (in 1 d 4 h)`, live. */
export function Until(props: { at: string; deadline?: boolean }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const zone = useTimeZone();
  // Whole seconds, so that the last second isn't counted down in milliseconds.
  const left = Math.ceil((Date.parse(props.at) - now) / 1_000) * 1_000;
  return (
    <time
      dateTime={props.at}
      title={formatAbsoluteTime(props.at, zone)}
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      {left > 0
        ? t(props.deadline ? 'time.byLeft' : 'time.untilLeft', {
            time: formatNearTime(props.at, now, zone),
            left: formatDuration(left),
          })
        : t(props.deadline ? 'time.byPast' : 'time.untilPast', {
            time: formatNearTime(props.at, now, zone),
          })}
    </time>
  );
}
