import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { absoluteTime } from '../../format/time';
import { formatValue } from '../../format/value';
import { deploymentsTranslationRef } from '../../translation';
import { HealthLabel } from '../labels/StatusLabels';

/** How an environment is doing now: the word, the figures and how many requests they stand on. */
export function HealthFacts(props: { health: EnvironmentState['health'] }) {
  const { health } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const figures = [
    health.successRate !== undefined &&
      t('health.successRate', {
        value: formatValue(health.successRate, 'ratio'),
      }),
    health.p95Ms !== undefined &&
      t('health.p95', { value: formatValue(health.p95Ms, 'ms') }),
  ].filter(Boolean);
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
        <Typography variant="body2" color="textSecondary">
          {figures.join(' · ')}
          {health.requests !== undefined &&
            ` · ${t('health.requests', { count: health.requests })}`}
        </Typography>
      )}
      {health.message && health.status !== 'healthy' && (
        <Typography variant="body2" color="textSecondary">
          {health.message}
        </Typography>
      )}
    </div>
  );
}
