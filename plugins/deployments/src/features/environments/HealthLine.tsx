import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { formatAbsoluteTime } from '../../shared/format/time';
import { formatValue } from '../../shared/format/value';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { HealthLabel } from '../../shared/labels/StatusLabels';

/** Below this success rate a healthy status needs an explanation. The server decides the status. */
const LOOKS_BAD_BELOW = 0.99;

/** An environment's health: the status, the figures and the number of requests behind them. */
export function HealthFacts(props: {
  health: EnvironmentState['health'];
  /** The version that was measured. */
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
  // For a healthy environment the message only repeats the figures.
  const shownByFigures = status === 'healthy' && !failing && figures.length > 0;
  return (
    <div>
      <HealthLabel
        status={health.status}
        title={
          health.at
            ? t('health.at', { time: formatAbsoluteTime(health.at) })
            : undefined
        }
      />
      {figures.length > 0 && (
        <Typography
          variant="body2"
          color="textSecondary"
          title={shownByFigures ? health.message : undefined}
        >
          {versionName
            ? t('health.periodOf', { version: versionName })
            : t('health.period')}{' '}
          {figures.join(' · ')}
          {health.requests !== undefined &&
            ` · ${t('health.requests', { count: health.requests })}`}
        </Typography>
      )}
      {health.message && !shownByFigures ? (
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
