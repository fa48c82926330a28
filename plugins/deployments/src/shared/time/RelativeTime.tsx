import { formatAbsoluteTime } from '../format/time';
import { useNow } from '../../hooks/useNow';
import { useTimeZone } from './TimeZoneContext';
import { useRelativeText } from './useRelativeText';

const MINUTE_MS = 60_000;

/** `14 min ago`, with the absolute time on hover. */
export function RelativeTime(props: { at: string }) {
  const relativeText = useRelativeText();
  const zone = useTimeZone();
  // While it shows seconds, it must update as often as the durations next to it.
  const countsSeconds =
    Math.abs(Date.parse(props.at) - Date.now()) < MINUTE_MS + 1_000;
  const now = useNow(countsSeconds ? 1_000 : 15_000);
  return (
    <time dateTime={props.at} title={formatAbsoluteTime(props.at, zone)}>
      {relativeText(props.at, now)}
    </time>
  );
}
