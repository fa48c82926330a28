import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import {
  formatDuration,
  type EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';

/** How far a version is behind the one of the environment that it is promoted from: `3 commits, 2 d behind Staging`. */
export function VersionLag(props: {
  behind: NonNullable<EnvironmentState['behind']>;
  /** The other environment's title. */
  source: string;
}) {
  const { commits, ms } = props.behind;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const lag = [
    commits > 0 && t('lag.commits', { count: commits }),
    ms > 0 && toLargestUnit(ms),
  ].filter(Boolean);
  return lag.length === 0 ? null : (
    <Typography variant="body2" color="textSecondary">
      {t('lag.behind', { lag: lag.join(', '), environment: props.source })}
    </Typography>
  );
}

/** A duration in its largest unit: `2 d`. */
function toLargestUnit(ms: number): string {
  return formatDuration(ms).split(' ').slice(0, 2).join(' ');
}
