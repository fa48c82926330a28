import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { absoluteTime, relativeTime } from '../../format/time';
import { useNow } from '../../live/useNow';
import { deploymentsTranslationRef } from '../../translation';

/** `14 min. ago`, with the absolute time on hover. */
export function RelativeTime(props: { at: string }) {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const now = useNow(15_000);
  return (
    <time dateTime={props.at} title={absoluteTime(props.at)}>
      {relativeTime(props.at, now) ?? t('time.justNow')}
    </time>
  );
}
