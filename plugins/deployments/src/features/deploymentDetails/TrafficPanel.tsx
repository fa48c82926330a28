import Typography from '@material-ui/core/Typography';
import {
  type Deployment,
  isTerminal,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense } from 'react';
import { formatClockTime } from '../../shared/format/time';
import { useNow } from '../../hooks/useNow';
import { useTranslation } from '../../i18n/useTranslation';
import { TrafficBar } from '../../shared/charts/TrafficBar';
import { formatWeight } from '../../shared/format/value';

const TrafficChart = lazy(() => import('./TrafficChart'));

/** How much traffic each version gets, now and over time. */
export function TrafficPanel(props: { deployment: Deployment }) {
  const { deployment } = props;
  const { t } = useTranslation();
  const now = useNow(deployment.finishedAt ? undefined : 5_000);
  const { trafficWeight, baseline, version, trafficHistory } = deployment;
  const hasHistory = trafficHistory !== undefined && trafficHistory.length > 1;
  if (
    trafficWeight === undefined ||
    !deployment.mayHaveChanged ||
    (isTerminal(deployment.status) && !hasHistory)
  ) {
    return null;
  }
  const shares = [
    ...(baseline
      ? [{ versionName: baseline.name, weight: 100 - trafficWeight }]
      : []),
    { versionName: version.name, weight: trafficWeight, candidate: true },
  ];
  return (
    <section aria-label={t('traffic.title')}>
      <Typography variant="subtitle1" component="h2">
        {t('traffic.title')}
      </Typography>
      {!isTerminal(deployment.status) && <TrafficBar shares={shares} />}
      {hasHistory && (
        <Suspense fallback={<div style={{ height: 90 }} />}>
          <TrafficChart
            history={trafficHistory}
            until={
              deployment.finishedAt ? Date.parse(deployment.finishedAt) : now
            }
            label={t('traffic.history', {
              version: version.name,
              history: trafficHistory
                .map(
                  ({ at, weight }) =>
                    `${formatClockTime(at)} ${formatWeight(weight)}`,
                )
                .join(', '),
            })}
          />
        </Suspense>
      )}
    </section>
  );
}
