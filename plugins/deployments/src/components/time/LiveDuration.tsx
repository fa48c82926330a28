import { formatDuration } from '../../format/duration';
import { absoluteTime, elapsedMs } from '../../format/time';
import { useNow } from '../../live/useNow';

/**
 * How long something took, or takes until now.
 *
 * @param props - `clockOffsetMs`: server's clock minus the browser's, so that a wrong clock here makes no wrong number.
 */
export function LiveDuration(props: {
  from: string;
  to?: string;
  clockOffsetMs?: number;
}) {
  const { from, to, clockOffsetMs = 0 } = props;
  const now = useNow(to ? undefined : 1_000);
  return (
    <time
      title={
        to ? `${absoluteTime(from)} – ${absoluteTime(to)}` : absoluteTime(from)
      }
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      {formatDuration(elapsedMs(from, to, now + clockOffsetMs))}
    </time>
  );
}
