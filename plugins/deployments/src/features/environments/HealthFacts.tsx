import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { absoluteTime } from '../../shared/format/time';
import { formatValue } from '../../shared/format/value';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { HealthLabel } from '../../shared/labels/StatusLabels';

/** From here on a reader wonders why that should be healthy. The server decides the status; this only adds why. */
const LOOKS_BAD_BELOW = 0.99;

/** How an environment is doing now: the word, the figures and how many requests they stand on. */
export function HealthFacts(props: {
  health: EnvironmentState['health'];
  /** What the figures are of. */
  versionName?: string;
}) {
  const { health, versionName } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const figures = [
    health.successRate !== undefined &&
      t('health.successRate', {
        value: formatValue(health.successRate, 'ratio'),
      }),
    health.p95Ms !== undefined &&
      t('health.p95', { value: formatValue(health.p95Ms, 'ms') }),
  ].filter(Boolean);
  const { successRate, status } = health;
  const failing =
    successRate !== undefined && successRate < LOOKS_BAD_BELOW
      ? formatValue(1 - successRate, 'ratio')
      : undefined;
  // Of a healthy one the message says in a sentence what the figures say in a line.
  const toldByFigures = status === 'healthy' && !failing && figures.length > 0;
  return (
    <div>
      <HealthLabel
        status={health.status}
        title={
          health.at
            ? t('health.at', { time: absoluteTime(health.at) })
            : undefined
        }
      />
      {figures.length > 0 && (
        <Typography
          variant="body2"
          color="textSecondary"
          title={toldByFigures ? health.message : undefined}
        >
          {versionName
            ? t('health.periodOf', { version: versionName })
            : t('health.period')}{' '}
          {figures.join(' · ')}
          {health.requests !== undefined &&
            ` · ${t('health.requests', { count: health.requests })}`}
        </Typography>
      )}
      {health.message && !toldByFigures ? (
        <Typography variant="body2" color="textSecondary">
          {health.message}
        </Typography>
      ) : (
        status === 'healthy' &&
        failing && (
          <Typography variant="body2" color="textSecondary">
            {t('health.despite', { failing })}
          </Typography>
        )
      )}
    </div>
  );
}
