import Typography from '@material-ui/core/Typography';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { formatValue } from '../../shared/format/value';
import { firstSentence } from '../../shared/text/firstSentence';
import { useSentences } from '../../shared/text/useSentences';
import { RelativeTime } from '../../shared/time/RelativeTime';

function endSentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** An environment's health in one line: the measured values with their sample, or why there are none. */
export function HealthLine(props: { health: EnvironmentState['health'] }) {
  const { status, sentences, since, successRate, p95Ms, requests } =
    props.health;
  const { t } = useTranslation();
  const say = useSentences();
  const message = say(sentences, props.health.message);
  if (status === 'not_deployed') return null;
  const rate =
    successRate === undefined ? undefined : formatValue(successRate, 'ratio');
  const figures = [
    rate !== undefined &&
      (requests === undefined
        ? t('health.successRate', { value: rate })
        : t('health.succeed', { rate, count: requests })),
    p95Ms !== undefined && t('health.p95', { value: formatValue(p95Ms, 'ms') }),
  ].filter(Boolean);
  const explains = status !== 'healthy' || figures.length === 0;
  const text =
    explains && message ? firstSentence(message) : figures.join(' · ');
  return text === '' ? null : (
    <Typography variant="body2" color="textSecondary" component="div">
      {explains && since ? endSentence(text) : text}
      {explains && since && (
        <>
          {' '}
          {t('health.since')} <RelativeTime at={since} />
        </>
      )}
    </Typography>
  );
}
