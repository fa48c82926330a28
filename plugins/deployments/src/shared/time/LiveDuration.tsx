import { formatAbsoluteTime, computeElapsedMs } from '../format/time';
import { useTimeZone } from './TimeZoneContext';
import { useNow } from '../../hooks/useNow';
import { formatDuration } from '../format/value';

/**
 * How long something took, or has taken so far.
 *
 * @param props - `clockOffsetMs`: server's clock minus the browser's, so that a wrong clock in the browser doesn't matter.
 */
export function LiveDuration(props: {
  from: string;
  to?: string;
  clockOffsetMs?: number;
}) {
  const { from, to, clockOffsetMs = 0 } = props;
  const now = useNow(to ? undefined : 1_000);
  const zone = useTimeZone();
  const elapsed = computeElapsedMs(from, to, now + clockOffsetMs);
  return (
    <time
      title={
        to
          ? `${formatAbsoluteTime(from, zone)} – ${formatAbsoluteTime(
              to,
              zone,
            )}`
          : formatAbsoluteTime(from, zone)
      }
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      {/* A running duration is shown in whole seconds. */}
      {formatDuration(to ? elapsed : Math.floor(elapsed / 1_000) * 1_000)}
    </time>
  );
}
