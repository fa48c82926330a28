import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { formatDuration } from '../../format/duration';
import { absoluteTime, untilTime } from '../../format/time';
import { useNow } from '../../live/useNow';
import { deploymentsTranslationRef } from '../../translation';

/** `until Mon 08:00 (1d4h left)`, live. */
export function Until(props: { at: string }) {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const now = useNow(1_000);
  const left = Date.parse(props.at) - now;
  return (
    <time
      dateTime={props.at}
      title={absoluteTime(props.at)}
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      {left > 0
        ? t('time.untilLeft', {
            time: untilTime(props.at, now),
            left: formatDuration(left),
          })
        : t('time.untilPast', { time: untilTime(props.at, now) })}
    </time>
  );
}
