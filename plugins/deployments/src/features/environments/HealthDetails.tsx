import Typography from '@material-ui/core/Typography';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { formatAbsoluteTime } from '../../shared/format/time';
import { formatValue } from '../../shared/format/value';
import { firstSentence } from '../../shared/text/firstSentence';
import { useSentences } from '../../shared/text/useSentences';

/** Below this success rate a healthy status needs an explanation. The server decides the status. */
const LOOKS_BAD_BELOW = 0.99;

/** What the health line leaves out: the whole reason for the health, and when it was measured. */
export function HealthDetails(props: { health: EnvironmentState['health'] }) {
  const { status, successRate, p95Ms, at } = props.health;
  const { t } = useTranslation();
  const say = useSentences();
  const message = say(props.health.sentences, props.health.message);
  const failing =
    status === 'healthy' &&
    successRate !== undefined &&
    successRate < LOOKS_BAD_BELOW
      ? formatValue(1 - successRate, 'ratio')
      : undefined;
  const hasFigures = successRate !== undefined || p95Ms !== undefined;
  const isShownAbove =
    (status === 'healthy' && hasFigures) ||
    message === firstSentence(message ?? '');
  const sentences = [
    message && !isShownAbove && `${message.replace(/\.$/, '')}.`,
    failing && t('health.despite', { failing }),
    at && `${t('health.at', { time: formatAbsoluteTime(at) })}.`,
  ].filter(Boolean);
  return sentences.length === 0 ? null : (
    <Typography variant="body2" color="textSecondary">
      {sentences.join(' ')}
    </Typography>
  );
}
